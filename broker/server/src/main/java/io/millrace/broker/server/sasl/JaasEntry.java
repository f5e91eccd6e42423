package io.millrace.broker.server.sasl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One entry of a JAAS string, such as {@code org.apache.kafka.common.security.plain.PlainLoginModule required
 * user_alice="secret";}. It is read as text: the class that it names is compared with a list and never loaded.
 *
 * @param module which of the modules that are allowed it names
 * @param options what it says besides
 */
record JaasEntry(String module, Map<String, String> options) {

    static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
    static final String OAUTHBEARER = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

    private static final Set<String> ALLOWED = Set.of(PLAIN, SCRAM, OAUTHBEARER);
    private static final Set<String> FLAGS = Set.of("required", "requisite", "sufficient", "optional");

    /** All entries; an {@link IllegalArgumentException} says what is wrong, without any value. */
    static List<JaasEntry> parse(String text) {
        var tokens = new JaasTokens(text);
        List<JaasEntry> entries = new ArrayList<>();
        while (tokens.hasNext()) {
            String module = tokens.word("the name of a login module");
            if (!ALLOWED.contains(module)) {
                throw new IllegalArgumentException("the login module " + module + " is not allowed; those that are: "
                        + String.join(", ", List.of(PLAIN, SCRAM, OAUTHBEARER)));
            }
            String flag = tokens.word("a control flag after " + module);
            if (!FLAGS.contains(flag.toLowerCase(java.util.Locale.ROOT))) {
                throw new IllegalArgumentException("the control flag after " + module + " must be required");
            }
            entries.add(new JaasEntry(module, options(tokens)));
        }
        return entries;
    }

    private static Map<String, String> options(JaasTokens tokens) {
        Map<String, String> options = new LinkedHashMap<>();
        while (!tokens.skip(';')) {
            String name = tokens.word("an option or ;");
            if (!tokens.skip('=')) {
                throw new IllegalArgumentException("the option " + name + " has no value");
            }
            if (options.put(name, tokens.word("a value of " + name)) != null) {
                throw new IllegalArgumentException("the option " + name + " is given twice");
            }
        }
        return options;
    }

    /** Without the options, which are secrets. */
    @Override
    public String toString() {
        return "JaasEntry[module=" + module + "]";
    }
}
