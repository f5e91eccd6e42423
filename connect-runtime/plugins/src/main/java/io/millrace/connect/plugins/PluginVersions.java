package io.millrace.connect.plugins;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.connect.components.Versioned;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The versions that plugins say they have. Asking makes an instance, so each is asked once and only when needed. */
final class PluginVersions {
    private static final Logger LOGGER = LoggerFactory.getLogger(PluginVersions.class);
    private static final Pattern SEPARATOR = Pattern.compile("[.\\-_+]");

    /** What connect-api answers for a plugin that has no version; no version at all to users. */
    private static final String UNDEFINED = "undefined";

    /** By loader and class name; a loader that is gone takes its versions along. */
    private final Map<ClassLoader, Map<String, Optional<String>>> known = new WeakHashMap<>();

    /** The plugin's version; empty if it has none or cannot be made. */
    Optional<String> of(PluginDescriptor descriptor) {
        Map<String, Optional<String>> ofLoader;
        synchronized (known) {
            ofLoader = known.computeIfAbsent(descriptor.loader(), unasked -> new ConcurrentHashMap<>());
        }
        Optional<String> version = ofLoader.get(descriptor.className());
        if (version == null) {
            version = ask(descriptor);
            ofLoader.put(descriptor.className(), version);
        }
        return version;
    }

    /** The newest of several locations of one class; of those that are equally new the hub's own, or else the first. */
    PluginDescriptor newest(List<PluginDescriptor> candidates) {
        PluginDescriptor newest = candidates.get(0);
        for (PluginDescriptor candidate : candidates.subList(1, candidates.size())) {
            int order = compare(of(candidate).orElse(""), of(newest).orElse(""));
            if (order > 0 || (order == 0 && candidate.location().equals(PluginDescriptor.CLASSPATH))) {
                newest = candidate;
            }
        }
        return newest;
    }

    /** The newest whose version somebody wants. */
    PluginDescriptor newestWithin(List<PluginDescriptor> candidates, String wanted) {
        VersionRange range = VersionRange.parse(wanted);
        List<PluginDescriptor> within = candidates.stream()
                .filter(candidate -> of(candidate).filter(range::contains).isPresent())
                .toList();
        if (within.isEmpty()) {
            List<String> available = candidates.stream()
                    .map(candidate -> of(candidate).orElse(UNDEFINED))
                    .sorted(PluginVersions::compare)
                    .toList();
            throw new UnknownPluginException(
                    "Plugin " + candidates.get(0).className() + " not found that matches the version range " + range
                            + ", available versions: " + available,
                    true);
        }
        return newest(within);
    }

    private static Optional<String> ask(PluginDescriptor descriptor) {
        try (PluginHandle<Object> handle = Instances.make(descriptor.loader(), descriptor.className(), Object.class)) {
            Object version = handle.call(plugin -> plugin instanceof Versioned versioned ? versioned.version() : null);
            return Optional.ofNullable(version).map(Object::toString).filter(text -> !text.equals(UNDEFINED));
        } catch (RuntimeException | LinkageError e) {
            LOGGER.warn(
                    "plugin does not tell its version class={} location={}",
                    descriptor.className(),
                    descriptor.location(),
                    e);
            return Optional.empty();
        }
    }

    /** By number where both parts are numbers, else by letter; a release is newer than its own pre-release. */
    static int compare(String left, String right) {
        String[] a = SEPARATOR.split(left);
        String[] b = SEPARATOR.split(right);
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int order = PART.compare(i < a.length ? a[i] : "", i < b.length ? b[i] : "");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static final Comparator<String> PART = (left, right) -> {
        boolean leftIsNumber = isNumber(left);
        boolean rightIsNumber = isNumber(right);
        if (leftIsNumber && rightIsNumber) {
            return Long.compare(Long.parseLong(left), Long.parseLong(right));
        }
        if (leftIsNumber != rightIsNumber) {
            return leftIsNumber ? 1 : -1;
        }
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isEmpty(), right.isEmpty());
        }
        return left.compareToIgnoreCase(right);
    };

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.length() <= 18 && part.chars().allMatch(Character::isDigit);
    }
}
