/**
 * Faults under three instances of the schema registry: whoever leads is killed or paused, while clients register schemas
 * with all of them and remember what they were told.
 */
package io.millrace.integration.faults.registry;
