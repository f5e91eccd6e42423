package io.millrace.connectors.jdbc.config;

import io.millrace.names.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/**
 * A raw configuration translated to the sink's own names, with what is wrong with it by the key that was written.
 *
 * @param values own name to value, defaults filled in
 * @param problems key as written to messages
 * @param ignored keys of other sinks that have no effect here
 */
public record ResolvedKeys(Map<String, String> values, Map<String, List<String>> problems, List<String> ignored) {

    /** Translates and checks every key on its own. */
    public static ResolvedKeys of(Map<String, String> raw) {
        Resolver resolver = new Resolver();
        new TreeMap<>(raw).forEach(resolver::take);
        resolver.expandSchemaEvolution();
        resolver.checkValues();
        return resolver.result();
    }

    /** Adds a message to a key. */
    public void problem(String key, String message) {
        problems.computeIfAbsent(key, ignoredKey -> new ArrayList<>()).add(message);
    }

    private static final class Resolver {
        private final Map<String, String> values = new LinkedHashMap<>();
        private final Map<String, String> writtenAs = new LinkedHashMap<>();
        private final Map<String, List<String>> problems = new LinkedHashMap<>();
        private final List<String> ignored = new ArrayList<>();
        private final Map<String, String> defaults = SinkKeys.defaults();

        void take(String key, String value) {
            if (FrameworkKeys.known(key) || value == null) {
                return;
            }
            String canonical = KeyAliases.canonicalByAlias().get(key);
            if (canonical != null) {
                set(canonical, key, KeyAliases.translate(key, value));
            } else if (defaults.containsKey(key)) {
                set(key, key, key.equals(SinkKeys.PASSWORD) ? value : value.trim());
            } else if (KeyAliases.withoutEffect(key)) {
                ignored.add(key);
            } else if (KeyAliases.fixedValues(key) != null) {
                fixed(key, value);
            } else {
                unknown(key);
            }
        }

        private void set(String canonical, String writtenKey, String value) {
            String earlier = values.putIfAbsent(canonical, value);
            if (earlier != null && !earlier.equals(value)) {
                problem(
                        writtenKey,
                        "is another name of " + writtenAs.get(canonical) + ", which has a different value here;"
                                + " keep one of the two");
            }
            writtenAs.putIfAbsent(canonical, writtenKey);
        }

        private void fixed(String key, String value) {
            List<String> allowed = KeyAliases.fixedValues(key);
            if (allowed.stream().noneMatch(value.trim()::equalsIgnoreCase)) {
                problem(key, "this sink writes to PostgreSQL and supports only " + String.join(" or ", allowed));
            } else {
                ignored.add(key);
            }
        }

        private void unknown(String key) {
            List<String> known = new ArrayList<>(defaults.keySet());
            known.addAll(KeyAliases.canonicalByAlias().keySet());
            problem(
                    key,
                    "is not a key of this connector"
                            + NearestName.of(key, known)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""));
        }

        void expandSchemaEvolution() {
            String evolution = values.get(SinkKeys.SCHEMA_EVOLUTION);
            if (evolution == null) {
                return;
            }
            if (!evolution.equalsIgnoreCase("none") && !evolution.equalsIgnoreCase("basic")) {
                problem(SinkKeys.SCHEMA_EVOLUTION, "must be none or basic");
                return;
            }
            String flag = Boolean.toString(evolution.equalsIgnoreCase("basic"));
            set(SinkKeys.AUTO_CREATE, SinkKeys.SCHEMA_EVOLUTION, flag);
            set(SinkKeys.AUTO_EVOLVE, SinkKeys.SCHEMA_EVOLUTION, flag);
        }

        void checkValues() {
            ConfigDef definition = SinkKeys.definition();
            for (ConfigValue checked : definition.validate(values)) {
                for (String message : checked.errorMessages()) {
                    problem(writtenAs.getOrDefault(checked.name(), checked.name()), message);
                }
            }
        }

        ResolvedKeys result() {
            defaults.forEach((key, value) -> {
                if (value != null) {
                    values.putIfAbsent(key, value);
                }
            });
            return new ResolvedKeys(values, problems, List.copyOf(ignored));
        }

        private void problem(String key, String message) {
            problems.computeIfAbsent(key, ignoredKey -> new ArrayList<>()).add(message);
        }
    }
}
