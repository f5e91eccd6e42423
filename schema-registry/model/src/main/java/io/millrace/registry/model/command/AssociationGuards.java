package io.millrace.registry.model.command;

import io.millrace.registry.model.Association.Lifecycle;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.state.RegistryState;

/** What associations forbid to those who change schemas. */
final class AssociationGuards {
    private AssociationGuards() {}

    /** A subject that a resource owns cannot be referred to, for it ends with the resource. */
    static Decision<SchemaContent> referable(RegistryState state, String subject, SchemaContent content) {
        String context = SubjectName.contextOf(subject);
        for (SchemaReference reference : content.references()) {
            String target = SubjectName.parseIn(context, reference.subject()).qualified();
            boolean owned = state.associations().ofSubject(target).stream()
                    .anyMatch(each -> each.lifecycle() == Lifecycle.STRONG);
            if (owned) {
                return Decision.refuse(
                        RegistryErrorCode.OPERATION_NOT_PERMITTED,
                        "Subject '" + reference.subject() + "' has a strong association and cannot be referenced");
            }
        }
        return Decision.accept(content);
    }

    /** An associated subject stays as a whole. */
    static <T> Decision<T> subjectDeletable(RegistryState state, String subject, T value) {
        return state.associations().ofSubject(subject).isEmpty()
                ? Decision.accept(value)
                : Decision.refuse(
                        RegistryErrorCode.SUBJECT_ASSOCIATED,
                        "An association exists for subject '" + subject + "'; delete it first");
    }

    /** An associated subject keeps a live version. */
    static <T> Decision<T> versionDeletable(RegistryState state, VersionKey key, T value) {
        boolean othersLive = state.versions(key.subject(), Visibility.LIVE).stream()
                .anyMatch(version -> version.version() != key.version());
        return othersLive || state.associations().ofSubject(key.subject()).isEmpty()
                ? Decision.accept(value)
                : Decision.refuse(
                        RegistryErrorCode.NO_LIVE_VERSION,
                        "Subject '" + key.subject()
                                + "' has an association and would have no live version left; delete the association"
                                + " first");
    }
}
