package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.names.NearestName;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.exporter.ContextType;
import io.millrace.registry.model.exporter.Exporter;
import io.millrace.registry.model.exporter.SubjectSelection;
import io.millrace.registry.server.exporter.DestinationKeys;
import io.millrace.registry.server.exporter.ExporterSecrets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads exporters out of requests, with a bound for each of their fields. No refusal repeats a value of a config. */
final class ExporterBody {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,256}");
    /** What is of another form could not be told from a subject where it stands in front of one. */
    private static final Pattern CONTEXT = Pattern.compile("\\.[^:*/\\s]{1,255}");

    /** {@code kekRenameFormat} is what Confluent's clients send, and has no effect: there are no keys to rename. */
    private static final List<String> FIELDS =
            List.of("name", "subjects", "contextType", "context", "subjectRenameFormat", "kekRenameFormat", "config");

    private static final int UNPROCESSABLE = 422;
    private static final int CITED_MAX = 256;

    private static final int SUBJECTS_MAX = 1_000;
    private static final int SUBJECT_MAX = 1_024;
    private static final int CONFIG_MAX = 64;
    private static final int CONFIG_NAME_MAX = 256;
    /** A chain of certificates fits. */
    private static final int CONFIG_VALUE_MAX = 32 * 1_024;

    private ExporterBody() {}

    /**
     * Refuses a field that no exporter has. Other bodies may have fields of clients newer than this registry; here an
     * exporter without the field that was meant would copy all there is, to another registry.
     */
    private static void requireKnown(JsonNode body) {
        body.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                String cited = field.length() > CITED_MAX ? field.substring(0, CITED_MAX) + "..." : field;
                throw new HttpProblemException(
                        UNPROCESSABLE, "Unrecognized field: " + cited + NearestName.hint(field, FIELDS));
            }
        });
    }

    /** A new exporter: all but name and config may be left out. */
    static Exporter created(JsonNode body, String id) {
        requireKnown(body);
        JsonNode name = body.path("name");
        if (!name.isTextual() || !NAME.matcher(name.textValue()).matches()) {
            throw new HttpProblemException(
                    RegistryErrorCode.INVALID_EXPORTER_NAME,
                    "name must be of up to 256 letters, digits, '.', '_' and '-'");
        }
        Exporter plain = new Exporter(
                name.textValue(), id, ContextType.AUTO, "", List.of("*"), Exporter.SUBJECT, new TreeMap<>());
        if (!body.hasNonNull("config")) {
            throw invalidConfig("config is missing");
        }
        return merged(body, plain);
    }

    /** An exporter with what the body says; what it leaves out stays, and the name stays in any case. */
    static Exporter changed(JsonNode body, Exporter before) {
        requireKnown(body);
        JsonNode name = body.path("name");
        if (body.hasNonNull("name") && !before.name().equals(name.textValue())) {
            throw new HttpProblemException(
                    RegistryErrorCode.INVALID_EXPORTER_NAME,
                    "The body has another name than the path; exporter '" + before.name()
                            + "' keeps its name, so leave it out, or make another exporter");
        }
        return merged(body, before);
    }

    private static Exporter merged(JsonNode body, Exporter before) {
        ContextType type = body.hasNonNull("contextType")
                ? ContextType.find(body.path("contextType").asText())
                        .orElseThrow(() ->
                                invalidContext("contextType must be one of " + Arrays.toString(ContextType.values())))
                : before.contextType();
        return new Exporter(
                before.name(),
                before.id(),
                type,
                context(body, type, before),
                body.hasNonNull("subjects") ? subjects(body.path("subjects")) : before.subjects(),
                renameFormat(body, before),
                body.hasNonNull("config") ? config(body.path("config"), before) : before.config());
    }

    /** An exporter with the body as its config. */
    static Exporter reconfigured(JsonNode body, Exporter before) {
        return before.withConfig(config(body, before));
    }

    private static String context(JsonNode body, ContextType type, Exporter before) {
        if (type != ContextType.CUSTOM) {
            return "";
        }
        String written = body.path("context").asText(before.context());
        String context = written.isBlank() ? "" : SubjectName.contextNamed(written);
        if (!CONTEXT.matcher(context).matches() || SubjectName.GLOBAL_SCOPE.equals(":" + context + ":")) {
            throw invalidContext(
                    "context must be the name of a context other than the default one, such as .copies, for"
                            + " contextType CUSTOM");
        }
        return context;
    }

    private static List<String> subjects(JsonNode node) {
        List<String> subjects = new ArrayList<>();
        boolean texts = node.isArray() && node.size() <= SUBJECTS_MAX;
        if (texts) {
            for (JsonNode each : node) {
                texts &= each.isTextual() && each.textValue().length() <= SUBJECT_MAX;
                subjects.add(each.asText());
            }
        }
        if (!texts || SubjectSelection.of(subjects).isEmpty()) {
            throw new HttpProblemException(
                    RegistryErrorCode.INVALID_EXPORTER_SUBJECTS,
                    "subjects must be a list of 1 to " + SUBJECTS_MAX + " texts of up to " + SUBJECT_MAX
                            + " characters: subjects, beginnings of subjects with * behind them, contexts such as .c,"
                            + " or :*: for all contexts");
        }
        return subjects;
    }

    private static String renameFormat(JsonNode body, Exporter before) {
        if (!body.hasNonNull("subjectRenameFormat")) {
            return before.subjectRenameFormat();
        }
        JsonNode format = body.path("subjectRenameFormat");
        String text = format.isTextual() ? format.textValue() : "";
        if (!text.contains(Exporter.SUBJECT) || text.length() > SUBJECT_MAX || text.startsWith(":")) {
            throw invalidContext("subjectRenameFormat must have " + Exporter.SUBJECT + " in it, for the name of the"
                    + " subject, must not begin with a colon, and may have " + SUBJECT_MAX + " characters");
        }
        return text;
    }

    private static SortedMap<String, String> config(JsonNode node, Exporter before) {
        if (!node.isObject() || node.size() > CONFIG_MAX) {
            throw invalidConfig("config must be an object of up to " + CONFIG_MAX + " texts");
        }
        SortedMap<String, String> config = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            String value = each.getValue().asText();
            if (!each.getValue().isValueNode()
                    || each.getKey().length() > CONFIG_NAME_MAX
                    || value.length() > CONFIG_VALUE_MAX) {
                throw invalidConfig("config must have names of up to " + CONFIG_NAME_MAX + " characters and texts of up"
                        + " to " + CONFIG_VALUE_MAX);
            }
            config.put(each.getKey(), value);
        }
        DestinationKeys.unknown(config.keySet()).ifPresent(problem -> {
            throw invalidConfig(problem);
        });
        SortedMap<String, String> restored = ExporterSecrets.restored(config, before.config());
        ExporterSecrets.misdirected(config, restored, before.config()).ifPresent(problem -> {
            throw invalidConfig(problem);
        });
        ExporterSecrets.problem(restored).ifPresent(problem -> {
            throw invalidConfig(problem);
        });
        return restored;
    }

    private static HttpProblemException invalidConfig(String reason) {
        return new HttpProblemException(RegistryErrorCode.INVALID_EXPORTER_CONFIG, "Not a valid config: " + reason);
    }

    private static HttpProblemException invalidContext(String reason) {
        return new HttpProblemException(RegistryErrorCode.INVALID_EXPORTER_CONTEXT, reason);
    }
}
