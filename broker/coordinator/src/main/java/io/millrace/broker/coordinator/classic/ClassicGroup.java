package io.millrace.broker.coordinator.classic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A classic group: its members and where it stands. Changed only by the operations of this package, and only on a
 * {@link #copy}.
 */
public final class ClassicGroup {
    private final String groupId;
    private final Map<String, ClassicMember> members = new LinkedHashMap<>();
    private final Map<String, String> memberIdByInstanceId = new LinkedHashMap<>();
    /** Ids that were handed out and have not joined yet. */
    private final Set<String> pendingJoins = new LinkedHashSet<>();
    /** Members of the newest generation that have not synced yet. */
    private final Set<String> pendingSyncs = new LinkedHashSet<>();

    private GroupState state = GroupState.EMPTY;
    private long stateTimestampMs;
    private String protocolType = "";
    private int generation;
    private Optional<String> protocol = Optional.empty();
    private Optional<String> leaderId = Optional.empty();
    private InitialDelay initialDelay = InitialDelay.OVER;

    /**
     * How the first rebalance of an empty group waits for more members.
     *
     * @param remainingMs what may still be added to the wait
     * @param newMemberSeen somebody came since the wait was last extended
     */
    record InitialDelay(boolean running, long remainingMs, boolean newMemberSeen) {
        static final InitialDelay OVER = new InitialDelay(false, 0, false);
    }

    public ClassicGroup(String groupId, long nowMs) {
        this.groupId = groupId;
        this.stateTimestampMs = nowMs;
    }

    public ClassicGroup copy() {
        ClassicGroup copy = new ClassicGroup(groupId, stateTimestampMs);
        copy.members.putAll(members);
        copy.memberIdByInstanceId.putAll(memberIdByInstanceId);
        copy.pendingJoins.addAll(pendingJoins);
        copy.pendingSyncs.addAll(pendingSyncs);
        copy.state = state;
        copy.protocolType = protocolType;
        copy.generation = generation;
        copy.protocol = protocol;
        copy.leaderId = leaderId;
        copy.initialDelay = initialDelay;
        return copy;
    }

    public String groupId() {
        return groupId;
    }

    public GroupState state() {
        return state;
    }

    public boolean is(GroupState asked) {
        return state == asked;
    }

    public long stateTimestampMs() {
        return stateTimestampMs;
    }

    /** Empty for a group that only stores offsets. */
    public String protocolType() {
        return protocolType;
    }

    public int generation() {
        return generation;
    }

    public Optional<String> protocol() {
        return protocol;
    }

    public Optional<String> leaderId() {
        return leaderId;
    }

    public Collection<ClassicMember> members() {
        return Collections.unmodifiableCollection(members.values());
    }

    public Optional<ClassicMember> member(String memberId) {
        return Optional.ofNullable(members.get(memberId));
    }

    public Optional<String> memberIdOf(String instanceId) {
        return Optional.ofNullable(memberIdByInstanceId.get(instanceId));
    }

    Set<String> pendingJoins() {
        return pendingJoins;
    }

    Set<String> pendingSyncs() {
        return pendingSyncs;
    }

    InitialDelay initialDelay() {
        return initialDelay;
    }

    void initialDelay(InitialDelay newInitialDelay) {
        initialDelay = newInitialDelay;
    }

    boolean isLeader(String memberId) {
        return leaderId.filter(memberId::equals).isPresent();
    }

    boolean allJoined() {
        return pendingJoins.isEmpty()
                && members.values().stream().allMatch(member -> member.joining().isPresent());
    }

    /** Nobody is in it and nobody has been promised a place. */
    public boolean isIdle() {
        return members.isEmpty() && pendingJoins.isEmpty();
    }

    /** Nothing would be lost if the group were forgotten (its offsets are somebody else's concern). */
    public boolean isBlank() {
        return state == GroupState.EMPTY && generation == 0 && isIdle();
    }

    int rebalanceTimeoutMs() {
        return members.values().stream()
                .mapToInt(member -> member.terms().rebalanceTimeoutMs())
                .max()
                .orElse(0);
    }

    void enter(GroupState newState, long nowMs) {
        state = newState;
        stateTimestampMs = nowMs;
    }

    /** Adds or replaces. The first member gives the group its type, and leads it until somebody else is elected. */
    void put(ClassicMember member) {
        if (members.isEmpty()) {
            leaderId = Optional.of(member.memberId());
        }
        members.put(member.memberId(), member);
        member.groupInstanceId().ifPresent(instanceId -> memberIdByInstanceId.put(instanceId, member.memberId()));
        pendingJoins.remove(member.memberId());
    }

    void protocolType(String newProtocolType) {
        protocolType = newProtocolType;
    }

    void remove(String memberId) {
        ClassicMember removed = members.remove(memberId);
        pendingSyncs.remove(memberId);
        if (removed != null) {
            removed.groupInstanceId().ifPresent(instanceId -> memberIdByInstanceId.remove(instanceId, memberId));
        }
        if (isLeader(memberId)) {
            leaderId = members.keySet().stream().findFirst();
        }
    }

    /** A restarted static member takes the place of its former self, leadership included. */
    void replace(String oldMemberId, ClassicMember newMember) {
        boolean led = isLeader(oldMemberId);
        // The map is made anew, so that the member stays where it was in the order of joining.
        List<ClassicMember> inOrder = new ArrayList<>(members.values());
        members.clear();
        inOrder.forEach(member -> {
            ClassicMember kept = member.memberId().equals(oldMemberId) ? newMember : member;
            members.put(kept.memberId(), kept);
        });
        newMember.groupInstanceId().ifPresent(id -> memberIdByInstanceId.put(id, newMember.memberId()));
        if (pendingSyncs.remove(oldMemberId)) {
            pendingSyncs.add(newMember.memberId());
        }
        if (led) {
            leaderId = Optional.of(newMember.memberId());
        }
    }

    void leaderId(String newLeaderId) {
        leaderId = Optional.of(newLeaderId);
    }

    /** The next generation; nobody in it means an empty group. */
    void nextGeneration(Optional<String> newProtocol, long nowMs) {
        generation = generation == Integer.MAX_VALUE ? 1 : generation + 1;
        protocol = newProtocol;
        pendingSyncs.clear();
        if (members.isEmpty()) {
            leaderId = Optional.empty();
        }
        enter(members.isEmpty() ? GroupState.EMPTY : GroupState.COMPLETING_REBALANCE, nowMs);
    }

    /** Takes over what a stored generation says; used when a group comes back from the log. */
    void restore(
            String newProtocolType, int newGeneration, Optional<String> newProtocol, Optional<String> newLeaderId) {
        protocolType = newProtocolType;
        generation = newGeneration;
        protocol = newProtocol;
        leaderId = newLeaderId;
    }
}
