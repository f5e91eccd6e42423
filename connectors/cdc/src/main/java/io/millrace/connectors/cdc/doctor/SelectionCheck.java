package io.millrace.connectors.cdc.doctor;

import io.millrace.names.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Every name in the include list should be the name of a table. */
final class SelectionCheck implements Check {

    private static final String KEY = "table.include.list";

    @Override
    public List<Finding> examine(Examination examination) {
        List<String> names =
                examination.tables().stream().map(SourceTable::name).toList();
        List<Finding> findings = new ArrayList<>();
        for (Pattern pattern : examination.selection().includedTables()) {
            if (names.stream().noneMatch(name -> pattern.matcher(name).matches())) {
                findings.add(missing(pattern, names, examination.settings().database()));
            }
        }
        if (findings.isEmpty() && examination.capturedTables().isEmpty()) {
            findings.add(Finding.error(
                    KEY,
                    "no table of database '" + examination.settings().database() + "' is selected",
                    names.isEmpty()
                            ? "create the tables first"
                            : "name some of these in " + KEY + ": " + Examination.listed(names)));
        }
        return findings;
    }

    private static Finding missing(Pattern pattern, List<String> names, String database) {
        String expression = pattern.pattern();
        if (!TableSelection.isLiteral(pattern)) {
            return Finding.warning(
                    KEY, "'" + expression + "' matches no table yet", "correct it unless such a table is to come");
        }
        String name = expression.replace("\\", "");
        String hint = NearestName.of(name, names)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("");
        return Finding.error(
                KEY,
                "there is no table '" + name + "' in database '" + database + "'" + hint,
                "write schema.table, as in " + (names.isEmpty() ? "public.orders" : names.get(0)));
    }
}
