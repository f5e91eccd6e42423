package io.millrace.registry.model.exporter;

import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the destination should have of what was touched, all by the names of the source. To carry it out twice changes
 * nothing the second time.
 *
 * @param present versions that there are, softly deleted ones too, each behind those that it refers to; these are there
 *     even if they were not touched or not selected
 * @param deleted versions that are to be deleted softly in the end, if they are there
 * @param erased versions that are gone for good
 * @param replaced versions that went for good before another schema came under their numbers, with the ids of those; maybe
 *     also those that are there only for others
 * @param configs the settings of subjects, empty if there are none any more
 * @param cleared subjects of which all versions are gone but these
 */
public record ExportPlan(
        List<SchemaVersion> present,
        List<VersionKey> deleted,
        List<VersionKey> erased,
        Map<VersionKey, Integer> replaced,
        Map<String, Optional<SubjectConfig>> configs,
        Map<String, Set<Integer>> cleared) {
    /** Reads the plan off the state. */
    public static ExportPlan of(RegistryState state, Touched touched) {
        Set<VersionKey> ordered = new LinkedHashSet<>();
        List<VersionKey> deleted = new ArrayList<>();
        Set<VersionKey> softly = touched.softly(state);
        touched.written(state).forEach((key, id) -> {
            Optional<SchemaVersion> version = state.version(key);
            // Another schema under the number has a record of its own, behind that of the deletion of this one.
            if (version.isPresent() && version.get().id() == id) {
                order(state, key, ordered);
            }
            if (softly.contains(key)
                    && version.map(each -> each.deleted() && each.id() == id).orElse(true)) {
                deleted.add(key);
            }
        });
        List<VersionKey> erased = new ArrayList<>();
        Map<VersionKey, Integer> replaced = new LinkedHashMap<>();
        for (VersionKey key : touched.erased()) {
            state.version(key).ifPresentOrElse(version -> replaced.put(key, version.id()), () -> erased.add(key));
        }
        List<SchemaVersion> present = new ArrayList<>();
        ordered.forEach(key -> state.version(key).ifPresent(present::add));
        for (SchemaVersion each : present) {
            if (!touched.selects(each.subject())) {
                // No record tells of it: it may have been copied before it was deleted, or under a number of another
                // one.
                replaced.put(each.key(), each.id());
                if (each.deleted()) {
                    deleted.add(each.key());
                }
            }
        }
        Map<String, Optional<SubjectConfig>> configs = new LinkedHashMap<>();
        touched.configs().forEach(subject -> configs.put(subject, state.config(subject)));
        Map<String, Set<Integer>> cleared = new LinkedHashMap<>();
        touched.cleared().forEach(subject -> cleared.put(subject, numbers(state, subject)));
        return new ExportPlan(present, deleted, erased, replaced, configs, cleared);
    }

    /** Walks the references in depth, without recursion: a chain of them has no bound of its own here. */
    private static void order(RegistryState state, VersionKey first, Set<VersionKey> ordered) {
        Deque<VersionKey> path = new ArrayDeque<>();
        Set<VersionKey> opened = new LinkedHashSet<>();
        path.push(first);
        while (!path.isEmpty()) {
            VersionKey key = path.peek();
            if (ordered.contains(key)) {
                path.pop();
            } else if (!opened.add(key)) {
                path.pop();
                ordered.add(key);
            } else {
                references(state, key).stream()
                        .filter(each -> !ordered.contains(each) && !opened.contains(each))
                        .forEach(path::push);
            }
        }
    }

    private static List<VersionKey> references(RegistryState state, VersionKey key) {
        String context = SubjectName.contextOf(key.subject());
        List<VersionKey> keys = new ArrayList<>();
        List<SchemaReference> references =
                state.version(key).map(each -> each.content().references()).orElse(List.of());
        for (SchemaReference each : references) {
            keys.add(new VersionKey(SubjectName.parseIn(context, each.subject()).qualified(), each.version()));
        }
        return keys;
    }

    private static Set<Integer> numbers(RegistryState state, String subject) {
        Set<Integer> numbers = new LinkedHashSet<>();
        state.versions(subject).forEach(each -> numbers.add(each.version()));
        return numbers;
    }
}
