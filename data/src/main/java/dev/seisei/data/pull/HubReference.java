package dev.seisei.data.pull;

import dev.seisei.core.settings.SettingException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code hf:OWNER/NAME[@REVISION][#FILE]}.
 *
 * @param repository with its owner, but for the few oldest that have none
 * @param revision a branch, a tag or a commit
 * @param file the one that is wanted; empty for all that matter
 */
record HubReference(String repository, String revision, Optional<String> file) {
  static final String PREFIX = "hf:";

  private static final Pattern FORM =
      Pattern.compile(
          "hf:(?<repository>[A-Za-z0-9][\\w.-]*(?:/[A-Za-z0-9][\\w.-]*)?)"
              + "(?:@(?<revision>[\\w][\\w./-]*))?(?:#(?<file>.+))?");

  /**
   * @throws SettingException if it is not of that form
   */
  static HubReference parse(String reference) {
    Matcher matcher = FORM.matcher(reference);
    if (!matcher.matches() || reference.contains("..")) {
      throw new SettingException(
          "reference",
          "\""
              + reference
              + "\" must be hf:OWNER/NAME, hf:OWNER/NAME@REVISION or either with #FILE");
    }
    String revision = matcher.group("revision");
    Optional<String> file = Optional.ofNullable(matcher.group("file"));
    file.ifPresent(HubReference::requirePlain);
    return new HubReference(
        matcher.group("repository"), revision == null ? "main" : revision, file);
  }

  private static void requirePlain(String file) {
    if (!RelativePaths.isPlain(file)) {
      throw new SettingException(
          "reference", "\"" + file + "\" is no path of a file in a repository");
    }
  }
}
