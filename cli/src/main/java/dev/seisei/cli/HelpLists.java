package dev.seisei.cli;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lists in a command's help of what is found at run time, looked for when help is shown. */
final class HelpLists {
  private HelpLists() {}

  /** The command, with a list between its options and its examples. */
  static CommandLine beforeExamples(
      CommandLine command, String title, Supplier<List<String>> entries) {
    IHelpSectionRenderer list =
        help -> {
          StringBuilder text = new StringBuilder(System.lineSeparator()).append(title);
          List<String> found = entries.get();
          text.append(found.isEmpty() ? " nothing: no module here brings any" : ":");
          text.append(System.lineSeparator());
          found.forEach(each -> text.append("  ").append(each).append(System.lineSeparator()));
          return text + help.footerHeading();
        };
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING, list);
    return command;
  }
}
