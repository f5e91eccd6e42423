package io.millrace.registry.json;

import java.util.List;

/**
 * A row of the table of changes.
 *
 * @param strict the rules that it breaks, with their paths
 * @param lenient those that it breaks under a lenient policy
 */
record Row(String change, String older, String newer, List<String> strict, List<String> lenient) {

    static Row yes(String change, String older, String newer) {
        return new Row(change, older, newer, List.of(), List.of());
    }

    static Row no(String change, String older, String newer, String... broken) {
        return new Row(change, older, newer, List.of(broken), List.of(broken));
    }

    static Row onlyLeniently(String change, String older, String newer, String... broken) {
        return new Row(change, older, newer, List.of(broken), List.of());
    }

    @Override
    public String toString() {
        return change;
    }
}
