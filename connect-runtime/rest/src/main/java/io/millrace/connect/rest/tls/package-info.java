/**
 * Keys, certificates and whom to trust, for the port and for connections to other workers.
 *
 * <p>Floor: lowest, beside access; the one room that sees Netty below Armeria, which has no words of its own for these.
 */
package io.millrace.connect.rest.tls;
