package io.millrace.connect.worker.agent;

import io.millrace.connect.plugins.secrets.References;
import io.millrace.connect.plugins.secrets.SecretKeys;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stored secret that a change leaves where it is, or that the mask in it stands for, must be one afterwards too: under
 * a class that knows no password by that key, the next read would show it.
 */
final class KeptSecrets {

    private KeptSecrets() {}

    /**
     * The refusal of a change from {@code stored} to {@code next}, or nothing. {@code written} is what its author sent:
     * what he wrote out himself he knows.
     */
    static Optional<ControlException> laidOpen(
            Map<String, String> written,
            Map<String, String> stored,
            SecretKeys storedKeys,
            Map<String, String> next,
            SecretKeys nextKeys) {
        List<String> open = next.keySet().stream()
                .filter(key -> isKept(key, written, stored, next))
                .filter(key -> storedKeys.contains(key) && !nextKeys.contains(key))
                .sorted()
                .toList();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ControlException(
                Reason.BAD_REQUEST,
                "The stored secrets " + String.join(", ", open)
                        + " would be shown from now on, since the plugins of the"
                        + " new configuration do not know them as passwords; write their values or references to a config"
                        + " provider, or leave the keys out (null in a PATCH)"));
    }

    private static boolean isKept(
            String key, Map<String, String> written, Map<String, String> stored, Map<String, String> next) {
        String value = next.get(key);
        boolean writtenOut = value != null && value.equals(written.get(key));
        return value != null
                && !value.isEmpty()
                && !writtenOut
                && value.equals(stored.get(key))
                && !References.only(value);
    }
}
