package io.millrace.gateway.http;

/** Where the pieces of a stream come from. All of it on the event loop. */
interface StreamInput {
    /** Asks for one more. */
    void ask();

    /** So many bytes of pieces are not in memory any more, or only as what was made of them. */
    void handled(int bytes);

    /** Nothing more is wanted. */
    void cancel();
}
