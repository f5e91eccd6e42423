package io.millrace.connect.worker.preview;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Connectors that would leave something behind: on their source, as a replication slot that keeps its log for ever, or
 * in topics that they write themselves. Some can be told not to, the others are not looked at.
 */
final class PreviewRules {

    private static final String DEBEZIUM = "io.debezium.connector.";
    private static final String MIRROR = "org.apache.kafka.connect.mirror.";
    private static final String OWN_CAPTURE = "io.millrace.connectors.cdc.PostgresCdcSourceConnector";

    private PreviewRules() {}

    /** Why this class of connectors is not looked at; empty when it may be. */
    static Optional<String> refusal(String className) {
        if (className.startsWith(DEBEZIUM) && !capturesPostgres(className)) {
            return Optional.of(
                    "A preview of " + className + " is refused: it would leave a schema history or a position"
                            + " behind on its way. Of Debezium's connectors only PostgreSQL's can be looked at");
        }
        if (className.startsWith(MIRROR)) {
            return Optional.of("A preview of " + className
                    + " is refused: the connectors of MirrorMaker create topics when they start");
        }
        return Optional.empty();
    }

    /** Settings to be put in place of the author's. */
    static Map<String, String> overrides(String className) {
        return capturesPostgres(className) ? snapshotAlone() : Map.of();
    }

    /** Whether this class looks at rows that are there, whatever was read before. */
    static boolean ignoresOffsets(String className) {
        return capturesPostgres(className);
    }

    private static boolean capturesPostgres(String className) {
        return className.equals(OWN_CAPTURE) || className.startsWith(DEBEZIUM + "postgresql.");
    }

    /**
     * A snapshot that is followed by no stream needs neither slot nor publication, and Debezium makes none. Names that
     * nobody else has keep it from those of the running connector, which {@code slot.drop.on.stop} would drop.
     */
    private static Map<String, String> snapshotAlone() {
        String nobodys = "millrace_preview_" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("snapshot.mode", "initial_only");
        settings.put("snapshot.locking.mode", "none");
        settings.put("snapshot.delay.ms", "0");
        settings.put("slot.name", nobodys);
        settings.put("slot.drop.on.stop", "false");
        settings.put("publication.name", nobodys);
        settings.put("publication.autocreate.mode", "disabled");
        settings.put("heartbeat.interval.ms", "0");
        // Debezium waits for a minute until the names of its metrics are free, which a running connector has.
        settings.put("custom.metric.tags", "preview=" + nobodys);
        return settings;
    }
}
