package io.millrace.connectors.cdc.doctor;

import java.util.Map;

/** The settings of the connector that the checks look at, with Debezium's key names. */
record SourceSettings(Map<String, String> all, String ownerOfSlot) {

    String host() {
        return all.getOrDefault("database.hostname", "");
    }

    String port() {
        return all.getOrDefault("database.port", "5432");
    }

    String database() {
        return all.getOrDefault("database.dbname", "");
    }

    String user() {
        return all.getOrDefault("database.user", "");
    }

    String slot() {
        return all.getOrDefault("slot.name", "debezium");
    }

    String publication() {
        return all.getOrDefault("publication.name", "dbz_publication");
    }

    String publicationMode() {
        return all.getOrDefault("publication.autocreate.mode", "all_tables");
    }

    /** Whether sessions of this connector carry {@link #ownerOfSlot()} as their application name. */
    boolean marksItsSessions() {
        return all.getOrDefault("database.initial.statements", "").contains(ownerOfSlot);
    }

    boolean isSet(String key) {
        return !all.getOrDefault(key, "").isBlank();
    }
}
