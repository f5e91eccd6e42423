package io.millrace.hub.demo;

import java.util.Locale;

/**
 * What the end of the demo says of one table.
 *
 * @param table its name
 * @param changesInTopic records with a value in its topic
 * @param changesInFiles records in its files
 * @param shop rows and checksum of the source
 * @param warehouse rows and checksum of the warehouse
 * @param files rows and checksum of what the files add up to
 */
public record TableProof(
        String table, long changesInTopic, long changesInFiles, String shop, String warehouse, String files) {

    static final String HEADING =
            line("TABLE", "CHANGES", "SHOP", "WAREHOUSE", "FILES", "").strip();

    /** Later changes of a row hide a change that was lost or doubled, so the files are counted as well. */
    public boolean agrees() {
        return changesInFiles == changesInTopic && shop.equals(warehouse) && shop.equals(files);
    }

    @Override
    public String toString() {
        return line(table, String.format(Locale.ROOT, "%,d", changesInFiles), shop, warehouse, files, verdict());
    }

    private String verdict() {
        if (agrees()) {
            return "equal";
        }
        return changesInFiles == changesInTopic
                ? "DIFFERENT"
                : String.format(Locale.ROOT, "DIFFERENT: the topic holds %,d changes", changesInTopic);
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-12s %9s  %-28s %-28s %-28s %s", cells);
    }
}
