/**
 * SASL on the broker's side: the conversation of one connection, the mechanisms and where they look up users. JAAS
 * strings are read here as text; nothing ever gives one to the JVM's login machinery.
 *
 * <p>Floor 4. Thread: a conversation lives on its connection's loop; what several share is immutable or volatile.
 */
package io.millrace.broker.server.sasl;
