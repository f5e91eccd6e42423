package io.millrace.integration.faults.registry;

import java.util.Locale;

/**
 * What a registry holds in the end, held against what its clients were told.
 *
 * @param acknowledged registrations whose version and id a client was told
 * @param lost of these, how many are not there as they were told
 * @param sharedIds ids that stand, or were said to stand, for several schemas
 * @param splitContents schemas that have, or were said to have, several ids
 * @param holes versions that are missing below the latest of their subject
 * @param doubled versions whose schema the subject has once more
 * @param denied versions that nobody has asked for, or whose every request was answered with a failure that did not call
 *     its outcome unknown
 * @param unknown requests without an answer, or whose answer called the outcome unknown; some of them were carried out
 * @param refused requests that were answered with any other failure
 */
record RegistryVerdict(
        long acknowledged,
        long lost,
        long sharedIds,
        long splitContents,
        long holes,
        long doubled,
        long denied,
        long unknown,
        long refused) {

    /** Nothing is there that was denied, nothing is missing, and each schema has its own id. */
    boolean isClean() {
        return lost == 0 && sharedIds == 0 && splitContents == 0 && holes == 0 && doubled == 0 && denied == 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d acknowledged, %d lost, %d ids of several schemas, %d schemas with several ids, %d versions missing, "
                        + "%d doubled, %d denied and there all the same (%,d requests of unknown outcome, %,d refused)",
                acknowledged,
                lost,
                sharedIds,
                splitContents,
                holes,
                doubled,
                denied,
                unknown,
                refused);
    }
}
