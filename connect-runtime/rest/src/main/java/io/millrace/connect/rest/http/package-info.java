/**
 * HTTP without knowledge of Connect: routes, bodies, errors, forwarding, over Armeria.
 *
 * <p>Floor: lowest room of this module. Thread: event loops hand every request to the blocking executor; handlers answer
 * with futures.
 */
package io.millrace.connect.rest.http;
