package io.millrace.gateway.groups;

import io.millrace.gateway.consume.ConsumerThreads;
import io.millrace.gateway.consume.Farewells.Farewell;
import io.millrace.gateway.kafka.ClientSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members whose places this gateway has; it keeps them for as long as their tokens may be used. Whose token comes to
 * another gateway finds it there, and this one finds out and lets go. Any thread.
 */
public final class GroupMembers {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupMembers.class);
    private static final long KEEP_UP_MS = 250;

    private final ClientSettings clients;
    private final ConsumerThreads threads;
    private final GroupLimits limits;
    private final Map<Membership, GroupMember> members = new LinkedHashMap<>();
    private final Set<GroupMember> complained = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    public GroupMembers(ClientSettings clients, ConsumerThreads threads, GroupLimits limits) {
        this.clients = clients;
        this.threads = threads;
        this.limits = limits;
        threads.every(this::keepUp, KEEP_UP_MS);
    }

    GroupLimits limits() {
        return limits;
    }

    ConsumerThreads threads() {
        return threads;
    }

    /** Refuses to go on when the gateway stops. */
    void requireOpen() {
        if (stopping) {
            throw GroupProblems.stopping();
        }
    }

    /** That one, whose consumer is made if it is not here; 429 if there are too many. */
    GroupMember member(Membership membership) {
        synchronized (members) {
            requireOpen();
            GroupMember known = members.get(membership);
            if (known == null) {
                if (members.size() == limits.members()) {
                    throw GroupProblems.tooMany(limits.members());
                }
                known = new GroupMember(membership, clients, limits, threads);
                members.put(membership, known);
            }
            known.used();
            return known;
        }
    }

    /** How many there are. */
    public int held() {
        synchronized (members) {
            return members.size();
        }
    }

    private void forget(GroupMember member) {
        synchronized (members) {
            members.remove(member.membership(), member);
        }
        complained.remove(member);
    }

    /** In its turn: another gateway has its place. */
    void letGo(GroupMember member) {
        forget(member);
        member.close(false);
    }

    /** In its turn: its partitions are free for others. */
    void leave(GroupMember member) {
        forget(member);
        member.close(true);
    }

    private void keepUp() {
        for (GroupMember each : all()) {
            if (each.isIdle()) {
                long usedNanos = each.usedNanos();
                var unused =
                        each.inTurn(() -> keepUp(each, usedNanos)).exceptionally(failure -> troubled(each, failure));
            }
        }
    }

    private boolean keepUp(GroupMember member, long usedNanos) {
        boolean over = System.nanoTime() - usedNanos > TimeUnit.MILLISECONDS.toNanos(limits.sessionTimeoutMs());
        if (over && forgetUnlessUsed(member, usedNanos)) {
            LOGGER.atInfo()
                    .addKeyValue("group", member.membership().group())
                    .addKeyValue("member", member.membership().groupInstanceId())
                    .log("a member leaves its group, as its token was not used");
            member.close(true);
            return true;
        }
        try {
            member.keepUp();
        } catch (FencedInstanceIdException e) {
            LOGGER.debug("another gateway goes on for {}", member.membership().groupInstanceId());
            member.release(false);
            return forgetUnlessUsed(member, usedNanos);
        } catch (RebalanceInProgressException | CommitFailedException e) {
            LOGGER.debug("{} goes on when its group has shared out its partitions", member.membership());
        }
        return complained.remove(member);
    }

    /** A request that comes now finds another member, and one that came has this one. */
    private boolean forgetUnlessUsed(GroupMember member, long usedNanos) {
        synchronized (members) {
            return member.usedNanos() == usedNanos && members.remove(member.membership(), member);
        }
    }

    private boolean troubled(GroupMember member, Throwable failure) {
        if (!stopping && complained.add(member)) {
            LOGGER.atWarn()
                    .addKeyValue("group", member.membership().group())
                    .addKeyValue("member", member.membership().groupInstanceId())
                    .setCause(failure)
                    .log("a member of a group failed while no request was there; a request will say so");
        }
        return true;
    }

    private List<GroupMember> all() {
        synchronized (members) {
            return List.copyOf(members.values());
        }
    }

    /** No more requests are begun, and those that wait end. */
    public void stop() {
        stopping = true;
    }

    /** After the threads have ended: the members keep their places, for the gateways that their tokens are sent to next. */
    public List<Farewell> farewells() {
        return all().stream().<Farewell>map(each -> each::endNow).toList();
    }
}
