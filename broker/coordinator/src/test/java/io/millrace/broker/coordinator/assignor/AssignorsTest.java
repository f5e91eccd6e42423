package io.millrace.broker.coordinator.assignor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.record.PartitionSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignorsTest {
    private static final Uuid A = new Uuid(1, 1);
    private static final Uuid B = new Uuid(1, 2);

    @ParameterizedTest
    @ValueSource(strings = {"uniform", "range"})
    void giveEveryPartitionToOneSubscriber(String name) {
        for (int seed = 0; seed < 200; seed++) {
            // Given
            Random random = new Random(seed);
            SortedMap<Uuid, Integer> counts = new TreeMap<>();
            for (int topic = 0; topic < 1 + random.nextInt(5); topic++) {
                counts.put(new Uuid(2, topic), 1 + random.nextInt(12));
            }
            Map<String, PartitionSet> before = new HashMap<>();
            for (int round = 0; round < 4; round++) {
                List<AssignorMember> members = members(random, counts.keySet(), before);
                // When
                before = Assignors.find(name).orElseThrow().assign(members, counts);
                // Then
                assertWhole(members, counts, before);
            }
        }
    }

    private static List<AssignorMember> members(Random random, Set<Uuid> topics, Map<String, PartitionSet> before) {
        List<AssignorMember> members = new ArrayList<>();
        for (int index = 0; index < 1 + random.nextInt(6); index++) {
            String memberId = "m" + random.nextInt(10);
            if (members.stream().noneMatch(member -> member.memberId().equals(memberId))) {
                Set<Uuid> wanted = new HashSet<>(topics);
                wanted.removeIf(topic -> random.nextInt(4) == 0);
                members.add(new AssignorMember(
                        memberId, Optional.empty(), wanted, before.getOrDefault(memberId, PartitionSet.EMPTY)));
            }
        }
        return members;
    }

    private static void assertWhole(
            List<AssignorMember> members, SortedMap<Uuid, Integer> counts, Map<String, PartitionSet> assigned) {
        Set<String> given = new HashSet<>();
        for (AssignorMember member : members) {
            assigned.get(member.memberId()).forEach((topic, partition) -> {
                assertThat(member.topics()).contains(topic);
                assertThat(given.add(topic + "-" + partition)).isTrue();
            });
        }
        int wanted = counts.entrySet().stream()
                .filter(topic ->
                        members.stream().anyMatch(member -> member.topics().contains(topic.getKey())))
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertThat(given).hasSize(wanted);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void uniformIsEvenAndMovesNoMoreThanItMust(int memberCount) {
        // Given
        SortedMap<Uuid, Integer> counts = new TreeMap<>(Map.of(A, 11, B, 13));
        Map<String, PartitionSet> before = assign("uniform", memberCount, Map.of(), counts);
        // When
        Map<String, PartitionSet> after = assign("uniform", memberCount + 1, before, counts);
        // Then
        int least = after.values().stream().mapToInt(PartitionSet::size).min().orElseThrow();
        int most = after.values().stream().mapToInt(PartitionSet::size).max().orElseThrow();
        assertThat(most - least).isLessThanOrEqualTo(1);
        int moved = before.entrySet().stream()
                .mapToInt(entry ->
                        entry.getValue().minus(after.get(entry.getKey())).size())
                .sum();
        assertThat(moved).isEqualTo(after.get("m" + memberCount).size());
    }

    @Test
    void uniformLooksAtWhatEachMemberMayHave() {
        // Given
        List<AssignorMember> members = List.of(
                new AssignorMember("both", Optional.empty(), Set.of(A, B), PartitionSet.EMPTY),
                new AssignorMember("one", Optional.empty(), Set.of(A), PartitionSet.EMPTY));
        // When
        Map<String, PartitionSet> assigned =
                Assignors.find("uniform").orElseThrow().assign(members, new TreeMap<>(Map.of(A, 4, B, 4)));
        // Then
        assertThat(assigned.get("one").size()).isEqualTo(4);
        assertThat(assigned.get("both").size()).isEqualTo(4);
    }

    @Test
    void rangeLetsEqualPartitionsMeetAndStaticMembersComeFirst() {
        // Given
        List<AssignorMember> members = List.of(
                new AssignorMember("a", Optional.empty(), Set.of(A, B), PartitionSet.EMPTY),
                new AssignorMember("z", Optional.of("instance"), Set.of(A, B), PartitionSet.EMPTY));
        // When
        Map<String, PartitionSet> assigned =
                Assignors.find("range").orElseThrow().assign(members, new TreeMap<>(Map.of(A, 3, B, 3)));
        // Then
        assertThat(assigned.get("z"))
                .isEqualTo(PartitionSet.builder()
                        .add(A, 0)
                        .add(A, 1)
                        .add(B, 0)
                        .add(B, 1)
                        .build());
        assertThat(assigned.get("a"))
                .isEqualTo(PartitionSet.builder().add(A, 2).add(B, 2).build());
    }

    private static Map<String, PartitionSet> assign(
            String name, int memberCount, Map<String, PartitionSet> before, SortedMap<Uuid, Integer> counts) {
        List<AssignorMember> members = new ArrayList<>();
        for (int index = 0; index < memberCount; index++) {
            String memberId = "m" + index;
            members.add(new AssignorMember(
                    memberId, Optional.empty(), Set.of(A, B), before.getOrDefault(memberId, PartitionSet.EMPTY)));
        }
        return Assignors.find(name).orElseThrow().assign(members, counts);
    }
}
