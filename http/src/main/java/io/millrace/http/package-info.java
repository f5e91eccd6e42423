/**
 * What our HTTP servers share: properties read with a clear word for each mistake, and pages of strangers kept away.
 *
 * <p>Floor: lowest; knows no server. Thread: any.
 */
package io.millrace.http;
