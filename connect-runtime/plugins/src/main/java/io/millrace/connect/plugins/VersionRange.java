package io.millrace.connect.plugins;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/** The versions that somebody wants: one version, or intervals as Maven writes them, {@code [1.0,2.0),[3.0,)}. */
final class VersionRange {
    private static final Pattern INTERVAL = Pattern.compile("([\\[(])([^,\\[\\]()]*)(,?)([^,\\[\\]()]*)([\\])])");

    private final String text;
    private final List<Interval> intervals;

    private VersionRange(String text, List<Interval> intervals) {
        this.text = text;
        this.intervals = intervals;
    }

    /** Reads a version or a range; a bare version means exactly that one. */
    static VersionRange parse(String text) {
        String trimmed = text.trim();
        if (!trimmed.startsWith("[") && !trimmed.startsWith("(")) {
            return new VersionRange(
                    "[" + trimmed + "," + trimmed + "]", List.of(new Interval(trimmed, true, trimmed, true)));
        }
        List<Interval> intervals = new ArrayList<>();
        Matcher matcher = INTERVAL.matcher(trimmed);
        int position = 0;
        while (matcher.find() && trimmed.substring(position, matcher.start()).matches("\\s*,?\\s*")) {
            boolean exact = matcher.group(3).isEmpty();
            String low = matcher.group(2).trim();
            String high = exact ? low : matcher.group(4).trim();
            intervals.add(new Interval(
                    low, matcher.group(1).equals("["), high, matcher.group(5).equals("]")));
            position = matcher.end();
        }
        if (intervals.isEmpty() || position != trimmed.length()) {
            throw new ConfigException("Not a version or a range of versions: " + text);
        }
        return new VersionRange(trimmed, intervals);
    }

    boolean contains(String version) {
        return intervals.stream().anyMatch(interval -> interval.contains(version));
    }

    @Override
    public String toString() {
        return text;
    }

    /** One interval; an empty end is open. */
    private record Interval(String low, boolean lowIncluded, String high, boolean highIncluded) {
        boolean contains(String version) {
            int aboveLow = low.isEmpty() ? 1 : PluginVersions.compare(version, low);
            int belowHigh = high.isEmpty() ? 1 : PluginVersions.compare(high, version);
            return (aboveLow > 0 || (aboveLow == 0 && lowIncluded))
                    && (belowHigh > 0 || (belowHigh == 0 && highIncluded));
        }
    }
}
