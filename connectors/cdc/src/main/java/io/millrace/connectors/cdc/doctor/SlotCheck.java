package io.millrace.connectors.cdc.doctor;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The replication slot, if it is there, must be ours to use. */
final class SlotCheck implements Check {

    private static final String KEY = "slot.name";

    private static final String QUERY = """
            SELECT slot_name, plugin, database, slot_type, active_pid, wal_status,
                   (SELECT usename || ' from ' || coalesce(host(client_addr), 'this machine')
                      FROM pg_stat_activity a WHERE a.pid = active_pid) AS holder
              FROM pg_replication_slots WHERE slot_name = ?""";

    @Override
    public List<Finding> examine(Examination examination) throws SQLException {
        SourceSettings settings = examination.settings();
        List<Map<String, String>> slots = examination.rows(QUERY, settings.slot());
        if (slots.isEmpty()) {
            return List.of();
        }
        Map<String, String> slot = slots.get(0);
        String name = "replication slot '" + settings.slot() + "'";
        String another = "choose another slot.name, or drop it when nothing uses it:"
                + " SELECT pg_drop_replication_slot('" + settings.slot() + "')";
        if (!"logical".equals(slot.get("slot_type"))) {
            return List.of(Finding.error(KEY, name + " is physical", another));
        }
        if (!settings.database().equals(slot.get("database"))) {
            return List.of(Finding.error(KEY, name + " belongs to database '" + slot.get("database") + "'", another));
        }
        String plugin = settings.all().getOrDefault("plugin.name", "pgoutput");
        if (!plugin.equals(slot.get("plugin"))) {
            return List.of(Finding.error(KEY, name + " was made for plugin " + slot.get("plugin"), another));
        }
        if ("lost".equals(slot.get("wal_status"))) {
            return List.of(Finding.error(
                    KEY,
                    name + " has lost write-ahead log that was not read yet: changes are missing",
                    "drop it (SELECT pg_drop_replication_slot('" + settings.slot() + "')), raise"
                            + " max_slot_wal_keep_size, and take a new snapshot with snapshot.mode=when_needed"));
        }
        if (slot.get("active_pid") != null && !isHeldByUs(examination)) {
            return List.of(inUse(settings, slot, name));
        }
        return List.of();
    }

    private static Finding inUse(SourceSettings settings, Map<String, String> slot, String name) {
        String message = name + " is in use by another client (" + slot.get("holder") + ", process "
                + slot.get("active_pid") + ")";
        String remedy = "give each connector a slot of its own (leave slot.name unset and one is derived from the"
                + " name), or stop the other one";
        return settings.marksItsSessions()
                ? Finding.error(KEY, message, remedy)
                : Finding.warning(KEY, message + ", unless that is this connector itself", remedy);
    }

    /** A running connector is validated again when its settings change; its sessions carry its name. */
    private static boolean isHeldByUs(Examination examination) throws SQLException {
        return "t"
                .equals(examination.value(
                        "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = ?",
                        examination.settings().ownerOfSlot()));
    }
}
