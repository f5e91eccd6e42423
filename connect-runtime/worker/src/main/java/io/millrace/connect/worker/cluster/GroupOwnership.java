package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.Assignment;
import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.Move;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import io.millrace.connect.plan.placement.Balance;
import io.millrace.connect.plan.placement.BalancePolicy;
import io.millrace.connect.plan.placement.ClusterPlan;
import io.millrace.connect.worker.log.AssignmentCodec;
import io.millrace.connect.worker.log.AssignmentCodec.Running;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.LoadCodec;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work shared among the members of a group: the leader writes assignments as records, so that a new connector costs one
 * record and no rebalance, and everybody acts on the newest. All but the answers to questions runs on the control loop.
 */
final class GroupOwnership implements Ownership {

    private static final Logger LOGGER = LoggerFactory.getLogger(GroupOwnership.class);

    private final Membership membership;
    private final AssignmentTable table;
    private final LoadTable loads;
    private final BalancePolicy policy;
    private final CompactedLog log;
    private final String topic;
    private final Executor control;
    private final Runnable reconcile;

    private Balance balance = Balance.START;
    private int termGeneration = -1;
    private long term;
    /** The newest generation for which this worker, as its leader, has read all that was written before. */
    private int ledGeneration = -1;

    private boolean readingToLead;
    private boolean writing;
    private Assignment acted = Assignment.NONE;
    private Running told;
    private boolean catchingUp;
    /** From the start, and after a loss of certainty, until the log has been read to its end. */
    private boolean outdated = true;

    GroupOwnership(WorkerGroup group, Membership membership, CompactedLog log) {
        this.membership = membership;
        this.table = group.table();
        this.loads = group.loads();
        this.policy = group.policy();
        this.log = log;
        this.topic = group.topic();
        this.control = group.control();
        this.reconcile = group.reconcile();
    }

    @Override
    public Work mine(ClusterView view) {
        acted = table.latest();
        if (!believable()) {
            return Work.NONE;
        }
        lead(view);
        return acted.of(membership.workerId());
    }

    /** Others may have been given our work while we were not looking, and their records may not have come yet. */
    private boolean believable() {
        if (!membership.certain()) {
            outdated = true;
            return false;
        }
        if (outdated && !catchingUp) {
            catchingUp = true;
            log.readToEnd()
                    .whenCompleteAsync(
                            (end, failure) -> {
                                catchingUp = false;
                                outdated = failure != null;
                                reconcile.run();
                            },
                            control)
                    .exceptionally(reported -> null);
        }
        return !outdated;
    }

    private void lead(ClusterView view) {
        Roster roster = membership.roster();
        if (!roster.leader().equals(membership.workerId()) || writing || !readToLead(roster.generation())) {
            return;
        }
        boolean termTaken = acted.term() == term && !acted.leader().equals(membership.workerId());
        if (termGeneration != roster.generation() || acted.term() > term || termTaken) {
            termGeneration = roster.generation();
            term = acted.term() + 1;
            balance = Balance.START;
        }
        ClusterPlan plan = ClusterPlan.decide(
                new ClusterPlan.Question(view, roster.ids(), acted, table.held(roster.ids()), loads.loads()),
                policy,
                balance,
                System.currentTimeMillis());
        balance = plan.balance();
        if (acted.term() == term && plan.saidBy(acted, roster.ids())) {
            return;
        }
        tellMoves(plan.moves());
        long sequence = acted.term() == term ? acted.sequence() + 1 : 1;
        write(new Assignment(
                term, sequence, membership.workerId(), roster.ids(), plan.work(), plan.next(), plan.moves()));
    }

    private void tellMoves(List<Move> moves) {
        moves.stream()
                .filter(move -> !acted.moves().contains(move))
                .forEach(move -> LOGGER.info(
                        "task moved for the sake of load task={} from={} to={} load={} fromUsed={} toUsed={}",
                        move.task(),
                        move.from(),
                        move.to(),
                        move.load(),
                        move.fromUsed(),
                        move.toUsed()));
    }

    /** A new leader must know what the one before it wrote last, or it gives away what others have just been given. */
    private boolean readToLead(int generation) {
        if (ledGeneration == generation || readingToLead) {
            return ledGeneration == generation;
        }
        readingToLead = true;
        log.readToEnd()
                .whenCompleteAsync(
                        (end, failure) -> {
                            readingToLead = false;
                            if (failure == null) {
                                ledGeneration = generation;
                            }
                            reconcile.run();
                        },
                        control)
                .exceptionally(reported -> null);
        return false;
    }

    private void write(Assignment assignment) {
        writing = true;
        log.write(topic, AssignmentCodec.assignmentKey(), AssignmentCodec.write(assignment))
                .whenCompleteAsync(
                        (written, failure) -> {
                            writing = false;
                            if (failure != null) {
                                LOGGER.error("assignment not written term={}", assignment.term(), failure);
                            } else {
                                forgetStrangers();
                            }
                            reconcile.run();
                        },
                        control)
                .exceptionally(reported -> null);
    }

    /** So that the topic does not grow with every address at which a worker ever was. */
    private void forgetStrangers() {
        Set<String> living = membership.roster().ids();
        Set<String> gone = table.strangers();
        gone.removeAll(living);
        gone.forEach(stranger -> forget(stranger, AssignmentCodec.runningKey(stranger)));
        Set<String> silenced = loads.workers();
        silenced.removeAll(living);
        silenced.forEach(stranger -> forget(stranger, LoadCodec.key(stranger)));
    }

    private void forget(String stranger, byte[] key) {
        log.append(topic, key, null).exceptionally(failure -> {
            LOGGER.warn("record of a former worker not deleted worker={}", stranger, failure);
            return null;
        });
    }

    /** What was assigned counts as running even before it is: only a newer assignment may take it away again. */
    @Override
    public void running(Work work) {
        Work inHand = work.and(acted.of(membership.workerId()));
        Running now = new Running(membership.workerId(), acted.term(), acted.sequence(), inHand);
        if (now.equals(told) && !table.deleted(membership.workerId())) {
            return;
        }
        told = now;
        log.append(topic, AssignmentCodec.runningKey(membership.workerId()), AssignmentCodec.write(now))
                .exceptionally(failure -> {
                    LOGGER.error("running work not written worker={}", membership.workerId(), failure);
                    return null;
                });
    }

    @Override
    public boolean owns(TaskId task) {
        return membership.certain()
                && table.latest().of(membership.workerId()).tasks().contains(task);
    }

    @Override
    public Placed placed() {
        return new Placed(table.latest(), loads.loads(), policy.byLoad());
    }

    @Override
    public int generation() {
        return membership.roster().generation();
    }

    @Override
    public boolean alive(String workerId) {
        return membership.roster().members().containsKey(workerId);
    }

    @Override
    public boolean certain() {
        return membership.certain();
    }

    @Override
    public boolean replaced() {
        return membership.replaced();
    }

    @Override
    public Instant provedAt() {
        return membership.provedAt();
    }

    @Override
    public boolean leads() {
        return membership.roster().leader().equals(membership.workerId());
    }

    @Override
    public Optional<URI> leader() {
        Roster roster = membership.roster();
        return roster.url(roster.leader());
    }

    @Override
    public Optional<URI> addressOf(String workerId) {
        return membership.roster().url(workerId);
    }

    @Override
    public Optional<URI> ownerOf(TaskId task) {
        for (Map.Entry<String, Work> work : table.latest().work().entrySet()) {
            if (work.getValue().tasks().contains(task)) {
                return membership.roster().url(work.getKey());
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        membership.close();
    }
}
