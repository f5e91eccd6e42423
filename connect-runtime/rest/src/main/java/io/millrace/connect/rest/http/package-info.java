/**
 * HTTP without knowledge of Connect: routes, bodies, errors, forwarding, over Armeria.
 *
 * <p>Floor: above access. Thread: event loops hand every request to the blocking executor; handlers answer
 * with futures.
 */
package io.millrace.connect.rest.http;
