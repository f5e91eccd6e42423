/**
 * Keys, certificates and whom to trust, for the port of a server and for its connections to others of its kind.
 *
 * <p>Floor: lowest but for properties. Sees Netty below Armeria, which has no words of its own for these. Thread: any; files are looked at on a thread of their own.
 */
package io.millrace.http.tls;
