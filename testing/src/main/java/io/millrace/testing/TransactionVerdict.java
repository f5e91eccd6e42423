package io.millrace.testing;

import java.util.Locale;

/**
 * What readers of committed records find, held against what became of each transaction.
 *
 * @param committed how many transactions the broker has acknowledged as committed
 * @param aborted how many were aborted, or left open by a producer that never came back to them
 * @param unknown how many have an end that nobody was told
 * @param lost records of committed transactions that are not there
 * @param doubled records that are there more than once
 * @param leaked records of aborted transactions that are visible
 * @param torn transactions of unknown end of which a part is visible
 * @param open partitions in which a transaction is still open
 * @param misplaced committed offsets that are not those of the last committed transaction
 */
public record TransactionVerdict(
        long committed,
        long aborted,
        long unknown,
        long lost,
        long doubled,
        long leaked,
        long torn,
        long open,
        long misplaced) {

    /** Every transaction is whole or not there at all. */
    public boolean isClean() {
        return lost == 0 && doubled == 0 && leaked == 0 && torn == 0 && open == 0 && misplaced == 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d committed, %,d aborted, %,d unknown; records: %d lost, %d doubled, %d of aborted ones visible; "
                        + "%d torn, %d left open, %d offsets misplaced",
                committed,
                aborted,
                unknown,
                lost,
                doubled,
                leaked,
                torn,
                open,
                misplaced);
    }
}
