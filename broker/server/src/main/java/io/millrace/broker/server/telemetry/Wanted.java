package io.millrace.broker.server.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.kafka.common.Uuid;

/**
 * What one client shall send.
 *
 * @param metrics prefixes of names in order, {@code *} alone for all, none for nothing
 * @param intervalMs between two pushes
 */
record Wanted(List<String> metrics, int intervalMs) {

    static final String EVERYTHING = "*";

    /** The same for the same wishes, on every broker; another one for each client, as KIP-714 describes it. */
    int subscriptionId(Uuid clientInstanceId) {
        var crc = new CRC32C();
        crc.update((metrics.toString() + intervalMs).getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue() ^ clientInstanceId.hashCode();
    }
}
