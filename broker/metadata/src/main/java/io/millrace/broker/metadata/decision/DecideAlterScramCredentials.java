package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.AlterScramCredentials;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.ScramChange;
import io.millrace.broker.metadata.command.ScramCredentialsAltered;
import io.millrace.broker.metadata.command.ScramCredentialsAltered.AlteredUser;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.ScramSecret;
import io.millrace.broker.metadata.record.MetadataRecord;
import io.millrace.broker.metadata.record.ScramCredentialRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.protocol.Errors;

/** Sets and deletes SCRAM credentials; what is wrong with one user leaves the others alone. */
final class DecideAlterScramCredentials {
    private static final int MIN_ITERATIONS = 4_096;
    private static final int MAX_ITERATIONS = 16_384;
    private static final int MAX_USERS = 100_000;
    private static final int MAX_NAME_LENGTH = 249;

    private DecideAlterScramCredentials() {}

    static Decision decide(MetadataImage image, AlterScramCredentials command) {
        Map<String, List<ScramChange>> byUser = new LinkedHashMap<>();
        for (ScramChange change : command.changes()) {
            byUser.computeIfAbsent(change.user(), user -> new ArrayList<>()).add(change);
        }
        List<MetadataRecord> records = new ArrayList<>();
        List<AlteredUser> results = new ArrayList<>();
        int users = image.scram().byUser().size();
        for (Map.Entry<String, List<ScramChange>> entry : byUser.entrySet()) {
            boolean isNew = !image.scram().byUser().containsKey(entry.getKey());
            Outcome outcome = isNew && users >= MAX_USERS
                    ? Outcome.refused(
                            Errors.UNACCEPTABLE_CREDENTIAL, "There are " + MAX_USERS + " users, which is the limit.")
                    : complaint(image, entry.getValue()).orElse(Outcome.DONE);
            if (outcome.done()) {
                users += isNew ? 1 : 0;
                entry.getValue()
                        .forEach(change -> records.add(new ScramCredentialRecord(
                                change.user(), ScramMechanism.fromType(change.mechanism()), change.secret())));
            }
            results.add(new AlteredUser(entry.getKey(), outcome));
        }
        return new Decision(records, new ScramCredentialsAltered(results));
    }

    private static Optional<Outcome> complaint(MetadataImage image, List<ScramChange> changes) {
        long mechanisms =
                changes.stream().map(ScramChange::mechanism).distinct().count();
        if (mechanisms < changes.size()) {
            return refused(Errors.DUPLICATE_RESOURCE, "A user credential cannot be altered twice in the same request");
        }
        return changes.stream()
                .map(change -> complaint(image, change))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Outcome> complaint(MetadataImage image, ScramChange change) {
        if (change.user().isEmpty()) {
            return refused(Errors.UNACCEPTABLE_CREDENTIAL, "Username must not be empty");
        }
        if (change.user().length() > MAX_NAME_LENGTH) {
            return refused(Errors.UNACCEPTABLE_CREDENTIAL, "Username must not be longer than " + MAX_NAME_LENGTH);
        }
        ScramMechanism mechanism = ScramMechanism.fromType(change.mechanism());
        if (mechanism == ScramMechanism.UNKNOWN) {
            return refused(Errors.UNSUPPORTED_SASL_MECHANISM, "Unknown SCRAM mechanism");
        }
        if (change.secret().isPresent()) {
            return complaint(change.secret().get());
        }
        return image.scram().find(change.user(), mechanism).isPresent()
                ? Optional.empty()
                : refused(Errors.RESOURCE_NOT_FOUND, "Attempt to delete a user credential that does not exist");
    }

    private static Optional<Outcome> complaint(ScramSecret secret) {
        if (secret.iterations() < MIN_ITERATIONS) {
            return refused(Errors.UNACCEPTABLE_CREDENTIAL, "Too few iterations");
        }
        if (secret.iterations() > MAX_ITERATIONS) {
            return refused(Errors.UNACCEPTABLE_CREDENTIAL, "Too many iterations");
        }
        if (secret.salt().get().length == 0 || secret.storedKey().get().length == 0) {
            return refused(Errors.UNACCEPTABLE_CREDENTIAL, "Salt and password must not be empty");
        }
        return Optional.empty();
    }

    private static Optional<Outcome> refused(Errors error, String message) {
        return Optional.of(Outcome.refused(error, message));
    }
}
