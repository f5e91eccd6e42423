/**
 * The stock policies that say which client settings a connector may override.
 *
 * <p>Floor: connect-api. Thread: any; immutable after {@code configure}.
 */
package org.apache.kafka.connect.connector.policy;
