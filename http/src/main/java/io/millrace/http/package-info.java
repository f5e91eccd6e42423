/**
 * What our HTTP servers share: properties read with a clear word for each mistake, and pages of strangers kept away.
 *
 * <p>Floor: lowest; knows no server. Thread: any. Below it in the tree, {@code tls} has the keys of ports, {@code access}
 * finds out who asks.
 */
package io.millrace.http;
