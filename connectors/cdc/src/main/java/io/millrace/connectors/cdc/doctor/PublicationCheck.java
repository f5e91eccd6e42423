package io.millrace.connectors.cdc.doctor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A publication must be there, or the user must have the right to make and change it. */
final class PublicationCheck implements Check {

    private static final String KEY = "publication.name";

    private static final String QUERY = """
            SELECT puballtables, pubinsert AND pubupdate AND pubdelete AND pubtruncate AS complete,
                   pg_has_role(pubowner, 'USAGE') AS owned
              FROM pg_publication WHERE pubname = ?""";

    private static final String PUBLISHED =
            "SELECT schemaname || '.' || tablename AS name FROM pg_publication_tables WHERE pubname = ?";

    @Override
    public List<Finding> examine(Examination examination) throws SQLException {
        SourceSettings settings = examination.settings();
        if (!"pgoutput".equals(settings.all().getOrDefault("plugin.name", "pgoutput"))) {
            return List.of();
        }
        List<Map<String, String>> found = examination.rows(QUERY, settings.publication());
        List<Finding> findings = new ArrayList<>();
        if (found.isEmpty()) {
            findings.addAll(rightToCreate(examination));
        } else {
            if (!"t".equals(found.get(0).get("complete"))) {
                findings.add(Finding.warning(
                        KEY,
                        "publication '" + settings.publication() + "' leaves out some of insert, update, delete,"
                                + " truncate",
                        "ALTER PUBLICATION " + SourceTable.quote(settings.publication())
                                + " SET (publish = 'insert, update, delete, truncate')"));
            }
            findings.addAll(existing(examination, found.get(0)));
        }
        if ("filtered".equals(settings.publicationMode())) {
            findings.addAll(ownership(examination));
        }
        return findings;
    }

    private static List<Finding> existing(Examination examination, Map<String, String> publication)
            throws SQLException {
        SourceSettings settings = examination.settings();
        if ("filtered".equals(settings.publicationMode()) && !"t".equals(publication.get("owned"))) {
            return List.of(Finding.error(
                    KEY,
                    "publication '" + settings.publication() + "' belongs to another role and cannot be adjusted",
                    "ALTER PUBLICATION " + SourceTable.quote(settings.publication()) + " OWNER TO "
                            + SourceTable.quote(settings.user()) + ", or set publication.autocreate.mode=disabled"));
        }
        if (!"disabled".equals(settings.publicationMode()) || "t".equals(publication.get("puballtables"))) {
            return List.of();
        }
        List<String> published = examination.rows(PUBLISHED, settings.publication()).stream()
                .map(row -> row.get("name"))
                .toList();
        List<String> missing = examination.capturedTables().stream()
                .filter(table -> !published.contains(table.name()))
                .map(SourceTable::quoted)
                .toList();
        if (missing.isEmpty()) {
            return List.of();
        }
        return List.of(Finding.error(
                KEY,
                "publication '" + settings.publication() + "' lacks " + Examination.listed(missing),
                "ALTER PUBLICATION " + SourceTable.quote(settings.publication()) + " ADD TABLE "
                        + String.join(", ", missing)));
    }

    private static List<Finding> rightToCreate(Examination examination) throws SQLException {
        SourceSettings settings = examination.settings();
        String tables =
                examination.capturedTables().stream().map(SourceTable::quoted).collect(Collectors.joining(", "));
        String create = "CREATE PUBLICATION " + SourceTable.quote(settings.publication()) + " FOR TABLE " + tables;
        if ("disabled".equals(settings.publicationMode())) {
            return List.of(Finding.error(
                    KEY,
                    "there is no publication '" + settings.publication() + "' and publication.autocreate.mode=disabled",
                    create));
        }
        if ("all_tables".equals(settings.publicationMode()) && !"on".equals(examination.value("SHOW is_superuser"))) {
            return List.of(Finding.error(
                    "publication.autocreate.mode",
                    "only a superuser may create a publication for all tables",
                    "set publication.autocreate.mode=filtered, or as a superuser: " + create));
        }
        if ("f".equals(examination.value("SELECT has_database_privilege(current_database(), 'CREATE')"))) {
            return List.of(Finding.error(
                    KEY,
                    "user '" + settings.user() + "' may not create a publication",
                    "GRANT CREATE ON DATABASE " + SourceTable.quote(settings.database()) + " TO "
                            + SourceTable.quote(settings.user()) + "; or as the owner: " + create
                            + " and publication.autocreate.mode=disabled"));
        }
        return List.of();
    }

    private static List<Finding> ownership(Examination examination) {
        List<String> foreign = examination.capturedTables().stream()
                .filter(table -> !table.ownedByUser())
                .map(SourceTable::name)
                .toList();
        if (foreign.isEmpty()) {
            return List.of();
        }
        String user = SourceTable.quote(examination.settings().user());
        return List.of(Finding.error(
                KEY,
                "user " + user + " does not own " + Examination.listed(foreign)
                        + ", and only an owner may put a table into a publication",
                "GRANT the owning role TO " + user + ", or create the publication as the owner and set"
                        + " publication.autocreate.mode=disabled"));
    }
}
