package io.millrace.broker.consensus;

import java.nio.file.Path;

/** Creates topics until it is killed, and says which of them were acknowledged. */
public final class TopicCreatorMain {
    private TopicCreatorMain() {}

    /** @param arguments the quorum directory, and the first number of a topic */
    public static void main(String[] arguments) {
        QuorumTuning tuning = new QuorumTuning(QuorumTimings.DEFAULTS, new SnapshotPolicy(25, 3, 5, 8192));
        MetadataQuorum quorum = MetadataQuorum.start(
                QuorumCommands.loneVoter(Path.of(arguments[0])).withTuning(tuning));
        quorum.submit(QuorumCommands.registration(1)).join();
        System.out.println("ready");
        for (int number = Integer.parseInt(arguments[1]); ; number++) {
            QuorumCommands.create(quorum, "t" + number);
            System.out.println("acknowledged t" + number + ".");
        }
    }
}
