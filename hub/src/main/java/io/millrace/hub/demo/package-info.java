/**
 * The demo: the main job on embedded defaults. A shop database changes all the time, a hub in a JVM of its own carries
 * the changes into warehouse tables and Parquet files, and at the end checksums say whether all three agree.
 *
 * <p>The workload and the view have a thread each; the rest runs on the main thread. The hub is always a process of
 * its own, because with {@code --kill} it is killed.
 */
package io.millrace.hub.demo;
