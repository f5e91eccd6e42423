package io.millrace.registry.model.command;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.contract.Metadata;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A version as a path names it: a number, or the latest one (0 inside). */
public record VersionSelector(int version) {
    private static final VersionSelector LATEST = new VersionSelector(0);

    /** Reads {@code latest}, {@code -1} or a positive number. */
    public static Decision<VersionSelector> parse(String written) {
        if (written.equals("latest") || written.equals("-1")) {
            return Decision.accept(LATEST);
        }
        try {
            int number = Integer.parseInt(written);
            if (number > 0) {
                return Decision.accept(new VersionSelector(number));
            }
        } catch (NumberFormatException e) {
            return invalid(written);
        }
        return invalid(written);
    }

    /** Whether the latest version is meant. */
    public boolean isLatest() {
        return version == 0;
    }

    private static Decision<VersionSelector> invalid(String written) {
        return Decision.refuse(
                RegistryErrorCode.INVALID_VERSION,
                "The version '" + written + "' is neither a number from 1 to 2^31-1 nor 'latest'");
    }

    /** Finds the version under the first of the names that has it; else says what is missing under the first. */
    public Decision<SchemaVersion> find(RegistryState state, List<String> subjects, Visibility visibility) {
        Decision<SchemaVersion> first = find(state, subjects.get(0), visibility);
        if (first.isAccepted()) {
            return first;
        }
        return subjects.stream()
                .skip(1)
                .map(subject -> find(state, subject, visibility))
                .filter(Decision::isAccepted)
                .findFirst()
                .orElse(first);
    }

    /** Finds the version, or says whether the subject or only the version is missing. */
    public Decision<SchemaVersion> find(RegistryState state, String subject, Visibility visibility) {
        List<SchemaVersion> visible = state.versions(subject, visibility);
        if (visible.isEmpty()) {
            return subjectNotFound(subject);
        }
        if (isLatest()) {
            return Decision.accept(visible.get(visible.size() - 1));
        }
        Optional<SchemaVersion> found =
                state.version(new VersionKey(subject, version)).filter(each -> visibility.shows(each.deleted()));
        return found.<Decision<SchemaVersion>>map(Decision::accept).orElseGet(() -> versionNotFound(version));
    }

    /** The latest version whose metadata have all these properties. */
    public static Decision<SchemaVersion> latestWith(
            RegistryState state, String subject, Map<String, String> properties, Visibility visibility) {
        List<SchemaVersion> visible = state.versions(subject, visibility);
        if (visible.isEmpty()) {
            return subjectNotFound(subject);
        }
        for (int i = visible.size() - 1; i >= 0; i--) {
            if (has(visible.get(i), properties)) {
                return Decision.accept(visible.get(i));
            }
        }
        return Decision.refuse(
                RegistryErrorCode.VERSION_NOT_FOUND,
                "Subject '" + subject + "' has no version whose metadata have the properties " + properties);
    }

    private static boolean has(SchemaVersion version, Map<String, String> properties) {
        String metadata = version.content().metadata().orElse(Metadata.NONE);
        return properties.entrySet().stream().allMatch(wanted -> Metadata.property(metadata, wanted.getKey())
                .filter(wanted.getValue()::equals)
                .isPresent());
    }

    static <T> Decision<T> subjectNotFound(String subject) {
        return Decision.refuse(RegistryErrorCode.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
    }

    static <T> Decision<T> versionNotFound(int version) {
        return Decision.refuse(RegistryErrorCode.VERSION_NOT_FOUND, "Version " + version + " not found.");
    }
}
