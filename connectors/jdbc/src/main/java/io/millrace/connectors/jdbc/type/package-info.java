/**
 * Connect schemas to column types, and values to the text that PostgreSQL reads exactly.
 *
 * <p>Values travel as text because the server's own input functions are the definition of exactness: numerics keep every
 * digit, infinities and 24:00:00 stay what they are. Floor: above the Connect data classes only; pure. Thread: immutable.
 */
package io.millrace.connectors.jdbc.type;
