package io.millrace.connect.rest.api;

import io.millrace.connect.plugins.secrets.SecretKeys;
import io.millrace.connect.rest.http.Answer;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in a header which values of a configuration are hidden; a field of the document would break strict clients. */
final class MaskedKeys {
    static final String HEADER = "Millrace-Masked-Keys";

    private MaskedKeys() {}

    static Answer told(Answer answer, Map<String, String> config) {
        String keys = config.entrySet().stream()
                .filter(entry -> SecretKeys.HIDDEN.equals(entry.getValue()))
                .map(entry -> Names.encoded(entry.getKey()))
                .sorted()
                .collect(Collectors.joining(","));
        return keys.isEmpty() ? answer : answer.with(HEADER, keys);
    }
}
