/**
 * The primitive converters that configurations name and that only the stock runtime carries.
 *
 * <p>Floor: connect-api. Thread: as their callers; they hold no state after {@code configure}.
 */
package org.apache.kafka.connect.converters;
