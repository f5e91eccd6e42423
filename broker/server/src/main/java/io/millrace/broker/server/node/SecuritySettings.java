package io.millrace.broker.server.node;

import io.millrace.broker.metadata.command.ScramChange;
import io.millrace.broker.server.sasl.InitialScram;
import java.util.List;

/**
 * What concerns the security of all listeners.
 *
 * @param reloadMs {@code ssl.reload.interval.ms}: how often files of keys are looked at
 * @param initialScram {@code scram.initial.credentials}
 */
record SecuritySettings(long reloadMs, List<ScramChange> initialScram) {

    private static final long RELOAD_MS = 3_000;

    static SecuritySettings from(PropertyReader properties) {
        return new SecuritySettings(
                properties.number("ssl.reload.interval.ms", RELOAD_MS, 10, Integer.MAX_VALUE),
                properties
                        .find(InitialScram.PROPERTY)
                        .filter(text -> !text.isEmpty())
                        .map(InitialScram::parse)
                        .orElse(List.of()));
    }
}
