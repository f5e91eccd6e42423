package io.millrace.broker.coordinator.classic;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which protocol a generation uses: one that all members support, and the one that most of them like best. */
final class ProtocolChoice {
    private ProtocolChoice() {}

    /** Whether somebody with these protocols can be in the group together with its members. */
    static boolean fits(ClassicGroup group, String protocolType, List<MemberProtocol> protocols) {
        if (protocolType.isEmpty() || protocols.isEmpty()) {
            return false;
        }
        if (group.is(GroupState.EMPTY) || group.members().isEmpty()) {
            return true;
        }
        Set<String> known = supportedByAll(group.members());
        return group.protocolType().equals(protocolType)
                && protocols.stream().anyMatch(protocol -> known.contains(protocol.name()));
    }

    /** Empty only for a group without members. */
    static Optional<String> of(ClassicGroup group) {
        Set<String> candidates = supportedByAll(group.members());
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (ClassicMember member : group.members()) {
            member.terms().protocols().stream()
                    .map(MemberProtocol::name)
                    .filter(candidates::contains)
                    .findFirst()
                    .ifPresent(choice -> votes.merge(choice, 1, Integer::sum));
        }
        return votes.entrySet().stream()
                .reduce((best, next) -> next.getValue() > best.getValue() ? next : best)
                .map(Map.Entry::getKey);
    }

    private static Set<String> supportedByAll(Collection<ClassicMember> members) {
        Set<String> names = null;
        for (ClassicMember member : members) {
            Set<String> offered = member.terms().protocols().stream()
                    .map(MemberProtocol::name)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            if (names == null) {
                names = offered;
            } else {
                names.retainAll(offered);
            }
        }
        return names == null ? Set.of() : names;
    }
}
