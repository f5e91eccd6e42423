/**
 * What the command line's process logs, and where: errors on the terminal, everything else in a file below the data
 * folder. Who embeds a hub keeps the logging of the application.
 */
package io.millrace.hub.logging;
