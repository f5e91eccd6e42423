package io.millrace.gateway.produce;

import java.util.List;
import org.apache.kafka.common.header.Header;

/**
 * A record that is ready to be sent.
 *
 * @param partition null lets the key choose, or the producer where there is no key
 * @param timestampMs null is the time of sending
 */
@SuppressWarnings("ArrayRecordComponent") // what the producer takes
record Draft(Integer partition, Long timestampMs, List<Header> headers, byte[] key, byte[] value) {}
