package io.millrace.connect.plugins.validate;

/** Hears of threads that plugins hold beyond the deadline and an interrupt. Any thread; calls are quick. */
public interface LateThreads {

    /** Hears nothing. */
    LateThreads UNHEARD = new LateThreads() {
        @Override
        public void givenUp(Thread thread) {
            // Nobody counts them.
        }

        @Override
        public void cameBack(Thread thread) {
            // Nobody counts them.
        }
    };

    /** Nobody waits for it any more. */
    void givenUp(Thread thread);

    /** It returned after all, and is used for other calls. */
    void cameBack(Thread thread);
}
