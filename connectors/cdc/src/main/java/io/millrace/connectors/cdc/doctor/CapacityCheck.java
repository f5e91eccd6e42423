package io.millrace.connectors.cdc.doctor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A new slot needs a free place, and so does the session that reads from it. */
final class CapacityCheck implements Check {

    private static final String SLOTS = """
            SELECT count(*) AS used, current_setting('max_replication_slots')::int AS allowed,
                   coalesce(sum((slot_name = ?)::int), 0) AS ours, coalesce(sum((slot_name = ? AND active)::int), 0) AS reading,
                   coalesce(string_agg(slot_name, ', ' ORDER BY slot_name) FILTER (WHERE NOT active), 'none') AS idle
              FROM pg_replication_slots""";

    private static final String SENDERS = """
            SELECT count(*) AS used, current_setting('max_wal_senders')::int AS allowed FROM pg_stat_replication""";

    @Override
    public List<Finding> examine(Examination examination) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        String name = examination.settings().slot();
        Map<String, String> slots = examination.rows(SLOTS, name, name).get(0);
        if ("0".equals(slots.get("ours")) && isFull(slots)) {
            findings.add(Finding.error(
                    "slot.name",
                    "all " + slots.get("allowed") + " replication slots are taken (idle: " + slots.get("idle") + ")",
                    "drop a slot that nobody uses with SELECT pg_drop_replication_slot('...'), or run"
                            + " ALTER SYSTEM SET max_replication_slots = " + next(slots) + " and restart the server"));
        }
        Map<String, String> senders = examination.rows(SENDERS).get(0);
        if ("0".equals(slots.get("reading")) && isFull(senders)) {
            findings.add(Finding.error(
                    "slot.name",
                    "all " + senders.get("allowed") + " WAL senders are busy",
                    "run ALTER SYSTEM SET max_wal_senders = " + next(senders) + " and restart the server"));
        }
        return findings;
    }

    private static boolean isFull(Map<String, String> places) {
        return Long.parseLong(places.get("used")) >= Long.parseLong(places.get("allowed"));
    }

    private static long next(Map<String, String> places) {
        return Math.max(10, 2 * Long.parseLong(places.get("allowed")));
    }
}
