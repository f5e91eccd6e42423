package io.millrace.testing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scraper gets out of the text format of Prometheus, version 0.0.4. As strict as one: a sample without a type, a
 * family in two pieces, a series twice or a bad name or number is an error.
 */
public final class PrometheusScrape {

    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)");
    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) .*");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*\\})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, Map<Map<String, String>, Double>> samples = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private String current = "";

    private PrometheusScrape() {}

    /** Reads a whole answer. */
    public static PrometheusScrape parse(String text) {
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line does not end");
        }
        PrometheusScrape scrape = new PrometheusScrape();
        text.lines().forEach(scrape::line);
        return scrape;
    }

    private void line(String line) {
        Matcher help = HELP.matcher(line);
        Matcher type = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (help.matches()) {
            begin(help.group(1));
        } else if (type.matches()) {
            begin(type.group(1));
            types.put(type.group(1), type.group(2));
        } else if (!line.startsWith("#") && sample.matches()) {
            sample(line, sample.group(1), sample.group(2), sample.group(3));
        } else {
            throw new AssertionError("no line of the format: " + line);
        }
    }

    private void begin(String family) {
        if (family.equals(current)) {
            return;
        }
        ended.add(current);
        if (ended.contains(family)) {
            throw new AssertionError("a family in two pieces: " + family);
        }
        current = family;
    }

    private void sample(String line, String name, String labels, String value) {
        boolean histogram = "histogram".equals(types.get(current));
        String family = histogram ? name.replaceFirst("_(bucket|sum|count)$", "") : name;
        if (!family.equals(current) || !types.containsKey(family)) {
            throw new AssertionError("a sample without its type before it: " + line);
        }
        Double before =
                samples.computeIfAbsent(name, fresh -> new HashMap<>()).put(labels(labels, line), number(value));
        if (before != null) {
            throw new AssertionError("a series twice: " + line);
        }
    }

    private static Map<String, String> labels(String braced, String line) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (braced == null) {
            return labels;
        }
        String inside = braced.substring(1, braced.length() - 1);
        Matcher label = LABEL.matcher(inside);
        int position = 0;
        while (position < inside.length()) {
            if (!label.find(position) || label.start() != position) {
                throw new AssertionError("labels that cannot be read: " + line);
            }
            if (labels.put(label.group(1), unescaped(label.group(2))) != null) {
                throw new AssertionError("a label twice: " + line);
            }
            position = label.end();
        }
        return labels;
    }

    private static String unescaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
                text.append(value.charAt(i) == 'n' ? '\n' : value.charAt(i));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static double number(String value) {
        return switch (value) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(value);
        };
    }

    /** The type of a metric; null if there is none of this name. */
    public String type(String name) {
        return types.get(name);
    }

    /** The names of all metrics with at least one sample. */
    public Set<String> names() {
        return new TreeMap<>(samples).keySet();
    }

    /** Whether there is a sample of exactly these labels. */
    public boolean has(String name, Map<String, String> labels) {
        return samples.getOrDefault(name, Map.of()).containsKey(labels);
    }

    /** The sample of exactly these labels. */
    public double value(String name, Map<String, String> labels) {
        Double value = samples.getOrDefault(name, Map.of()).get(labels);
        if (value == null) {
            throw new AssertionError(name + " has no series " + labels + ", but " + samples.get(name));
        }
        return value;
    }
}
