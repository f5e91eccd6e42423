/**
 * The port of a server: where it listens, with which keys, who is let in, and how what no handler
 * sees is refused; read from properties as Connect's are.
 *
 * <p>Floor: above {@code tls} and {@code access}; knows no server. Thread: any.
 */
package io.millrace.http.listen;
