package io.millrace.connectors.jdbc.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which tables records go to and how far the sink may change them.
 *
 * @param nameFormat the table's name with {@code ${topic}} and {@code ${source.x}} in it; a dot parts schema and table
 * @param byTopic tables of topics that the format does not decide
 * @param autoCreate whether missing tables are created
 * @param autoEvolve whether missing columns are added, narrow ones widened and NOT NULL relaxed
 * @param widenToText whether a column whose values no longer fit its kind may become text
 * @param quoteIdentifiers whether names are taken as written; otherwise they are folded to lower case as SQL does
 */
public record TableConfig(
        String nameFormat,
        Map<String, String> byTopic,
        boolean autoCreate,
        boolean autoEvolve,
        boolean widenToText,
        boolean quoteIdentifiers) {

    static TableConfig from(Map<String, String> values) {
        Map<String, String> byTopic = new LinkedHashMap<>();
        for (String pair : Texts.list(values.get(SinkKeys.TOPICS_TO_TABLES))) {
            int colon = pair.lastIndexOf(':');
            if (colon <= 0 || colon == pair.length() - 1) {
                throw new IllegalArgumentException("\"" + pair + "\" is not of the form topic:table");
            }
            byTopic.put(
                    pair.substring(0, colon).trim(), pair.substring(colon + 1).trim());
        }
        return new TableConfig(
                values.get(SinkKeys.TABLE_NAME_FORMAT),
                Map.copyOf(byTopic),
                Boolean.parseBoolean(values.get(SinkKeys.AUTO_CREATE)),
                Boolean.parseBoolean(values.get(SinkKeys.AUTO_EVOLVE)),
                Boolean.parseBoolean(values.get(SinkKeys.WIDEN_TO_TEXT)),
                !values.get(SinkKeys.QUOTE_IDENTIFIERS).equals("never"));
    }
}
