package io.millrace.connect.plan;

/**
 * The newest round of fencing of a connector's transactional producers (KIP-618). Whatever ran before its generation can
 * write no more, and of the generations since then only its own may have run.
 *
 * @param generation of the tasks that may write, as in {@link TaskSet#generation()}
 * @param taskCount how many tasks that generation has, whose producers the next round must fence
 */
public record Fencing(long generation, int taskCount) {

    static final long NO_GENERATION = -1;

    /** Of a connector whose tasks never wrote in transactions. */
    public static final Fencing NONE = new Fencing(Long.MIN_VALUE, 0);
}
