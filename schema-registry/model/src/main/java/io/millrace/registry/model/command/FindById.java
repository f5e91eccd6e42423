package io.millrace.registry.model.command;

import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Finds what an id or a guid stands for; ids are of a context, guids of all. */
public final class FindById {
    /** What was found where, and one of the versions that use it: a live one if there is any. */
    public record Found(String context, SchemaContent content, Optional<SchemaVersion> user) {}

    private FindById() {}

    /**
     * Looks in the context of the subject first, then in all others. Where the subject names a schema and no context, a
     * context in which it uses the id comes before all others.
     */
    public static Optional<Found> of(RegistryState state, int id, String subject) {
        SubjectName wanted = SubjectName.parse(subject);
        List<String> contexts = Stream.concat(Stream.of(wanted.context()), state.contexts().stream())
                .distinct()
                .toList();
        boolean anywhere = !wanted.isContext() && wanted.context().equals(SubjectName.DEFAULT_CONTEXT);
        if (anywhere) {
            for (String context : contexts) {
                Optional<SchemaVersion> user = user(state, context, id, subject);
                if (user.filter(each -> isNamed(each, subject)).isPresent()) {
                    return Optional.of(new Found(context, user.get().content(), user));
                }
            }
        }
        for (String context : contexts) {
            Optional<SchemaContent> content = state.content(context, id);
            if (content.isPresent()) {
                return Optional.of(new Found(context, content.get(), user(state, context, id, subject)));
            }
        }
        return Optional.empty();
    }

    /** What the first context with this guid holds; of several contents that share the guid, that of the lowest id. */
    public static Optional<Found> ofGuid(RegistryState state, UUID guid) {
        SortedMap<String, Integer> ids = idsOfGuid(state, guid);
        return ids.isEmpty()
                ? Optional.empty()
                : of(state, ids.get(ids.firstKey()), SubjectName.scopeOf(ids.firstKey()));
    }

    /** The lowest id with this guid, for each context that has one. */
    public static SortedMap<String, Integer> idsOfGuid(RegistryState state, UUID guid) {
        SortedMap<String, Integer> ids = new TreeMap<>();
        for (String context : state.contexts()) {
            state.lowestIdOf(context, guid).ifPresent(id -> ids.put(context, id));
        }
        return ids;
    }

    /** Whether a version is of the subject, in whichever context if the subject names none. */
    public static boolean isNamed(SchemaVersion version, String subject) {
        SubjectName wanted = SubjectName.parse(subject);
        return version.subject().equals(subject)
                || (wanted.context().equals(SubjectName.DEFAULT_CONTEXT)
                        && SubjectName.parse(version.subject()).name().equals(wanted.name()));
    }

    /** The latest version of the wanted subject that uses the id, else any live one, else any. */
    private static Optional<SchemaVersion> user(RegistryState state, String context, int id, String subject) {
        List<SchemaVersion> users = state.users(context, id);
        return users.stream()
                .filter(each -> isNamed(each, subject))
                .reduce((earlier, later) -> later)
                .or(() -> users.stream().filter(each -> !each.deleted()).findFirst())
                .or(() -> users.stream().findFirst());
    }
}
