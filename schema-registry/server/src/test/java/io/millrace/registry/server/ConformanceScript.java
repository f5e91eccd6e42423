package io.millrace.registry.server;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * A table of requests and the answers that clients rely on. A line is {@code METHOD path [body] -> status [expected]};
 * {@code == title} begins a scenario, in which {@code $s} is a subject and {@code $c} a context of its own, and
 * {@code & name} at the end of a line keeps the answer's field of that name as {@code $name}. {@code let NAME = text}
 * defines a text that stands as {@code @NAME} for itself as a JSON string.
 */
record ConformanceScript(String title, List<Row> rows) {
    /** The tables, each in a file of this name. */
    static final List<String> FILES = List.of(
            "subjects",
            "versions",
            "schemas",
            "compatibility",
            "config",
            "mode",
            "contexts",
            "contracts",
            "tags",
            "kinds",
            "associations",
            "keys",
            "exporters",
            "server");

    /** One request, and what must be in its answer. */
    record Row(
            String line, String method, String path, Optional<String> body, int status, String expected, String kept) {
        private static final String ARROW = " -> ";
        private static final String KEEP = " & ";

        static Row parse(String line) {
            int arrow = line.lastIndexOf(ARROW);
            String[] request = line.substring(0, arrow).strip().split(" ", 3);
            String answer = line.substring(arrow + ARROW.length()).strip();
            int keep = answer.lastIndexOf(KEEP);
            String kept = keep < 0 ? "" : answer.substring(keep + KEEP.length()).strip();
            String[] parts =
                    (keep < 0 ? answer : answer.substring(0, keep)).strip().split(" ", 2);
            return new Row(
                    line.strip(),
                    request[0],
                    request[1],
                    request.length < 3 ? Optional.empty() : Optional.of(request[2]),
                    Integer.parseInt(parts[0]),
                    parts.length < 2 ? "" : parts[1],
                    kept);
        }
    }

    @Override
    public String toString() {
        return title;
    }

    /** Reads all tables. */
    static List<ConformanceScript> all() {
        List<ConformanceScript> scripts = new ArrayList<>();
        for (String file : FILES) {
            scripts.addAll(parse(file));
        }
        return scripts;
    }

    private static List<ConformanceScript> parse(String file) {
        Map<String, String> texts = new LinkedHashMap<>();
        List<ConformanceScript> scripts = new ArrayList<>();
        for (String line : read(file).lines().toList()) {
            if (line.startsWith("let ")) {
                String[] definition = line.substring("let ".length()).split(" = ", 2);
                texts.put("@" + definition[0], TextNode.valueOf(definition[1]).toString());
            } else if (line.startsWith("==")) {
                scripts.add(
                        new ConformanceScript(file + ": " + line.substring(2).strip(), new ArrayList<>()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                scripts.get(scripts.size() - 1).rows().add(Row.parse(replaced(line, texts)));
            }
        }
        return scripts;
    }

    private static String replaced(String line, Map<String, String> texts) {
        String result = line;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            result = result.replaceAll(text.getKey() + "\\b", Matcher.quoteReplacement(text.getValue()));
        }
        return result;
    }

    /** The text of a table. */
    static String read(String file) {
        try (InputStream stream = ConformanceScript.class.getResourceAsStream("conformance/" + file + ".txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
