package io.millrace.connect.worker.observe;

/** Hears of the rounds in which the group of workers forms anew. Calls come from the thread of the member. */
public interface RebalanceObserver {

    /** This worker joins; may be called several times in a round. */
    void joining();

    /** The round is over: {@code leaderUrl} is where the worker answers that leads this generation. */
    void joined(int generation, String leaderUrl);
}
