package io.millrace.broker.server.node;

import io.millrace.broker.metadata.command.ScramChange;
import io.millrace.broker.network.AdmissionLimits;
import io.millrace.broker.server.sasl.InitialScram;
import java.util.List;

/**
 * What concerns the security of all listeners.
 *
 * @param strangers {@code sasl.server.max.receive.size} and {@code connection.authentication.timeout.ms}
 * @param reloadMs {@code ssl.reload.interval.ms}: how often files of keys are looked at
 * @param initialScram {@code scram.initial.credentials}
 */
record SecuritySettings(AdmissionLimits strangers, long reloadMs, List<ScramChange> initialScram) {

    private static final int STRANGERS_FRAME_BYTES = 64 << 10;
    private static final long AUTHENTICATION_TIMEOUT_MS = 10_000;
    private static final long RELOAD_MS = 3_000;

    static SecuritySettings from(PropertyReader properties) {
        int frameBytes = properties.number("sasl.server.max.receive.size", STRANGERS_FRAME_BYTES, 1_024);
        long timeoutMs = properties.number(
                "connection.authentication.timeout.ms", AUTHENTICATION_TIMEOUT_MS, 10, Integer.MAX_VALUE);
        // One broker does not authenticate with itself; the name is known, so that a file made for Kafka starts.
        properties.find("sasl.mechanism.inter.broker.protocol");
        return new SecuritySettings(
                new AdmissionLimits(frameBytes, timeoutMs),
                properties.number("ssl.reload.interval.ms", RELOAD_MS, 10, Integer.MAX_VALUE),
                properties
                        .find(InitialScram.PROPERTY)
                        .filter(text -> !text.isEmpty())
                        .map(InitialScram::parse)
                        .orElse(List.of()));
    }
}
