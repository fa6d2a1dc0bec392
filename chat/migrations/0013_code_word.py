from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("chat", "0011_who_sees_the_phone"),
    ]

    operations = [
        migrations.AddField(
            model_name='conversation',
            name='history_refused_up_to',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='conversationevent',
            name='kind',
            field=models.CharField(choices=[('opened', 'Opened'), ('urgency_raised', 'Urgency Raised'), ('urgency_lowered', 'Urgency Lowered'), ('taken', 'Taken'), ('first_reply', 'First Reply'), ('returned_to_queue', 'Returned'), ('ended', 'Ended'), ('left_the_page', 'Left'), ('abandoned', 'Abandoned'), ('came_back', 'Came Back'), ('checked_on', 'Checked On'), ('went_quiet', 'Went Quiet'), ('spoke_again', 'Spoke Again'), ('paused', 'Paused'), ('safety_hold', 'Held'), ('reached', 'Reached'), ('stood_down', 'Stood Down'), ('handing_over', 'Handing Over'), ('offered', 'Offered'), ('declined', 'Declined'), ('accepted', 'Accepted'), ('kept', 'Kept'), ('taken_over', 'Taken Over'), ('ending', 'Ending'), ('carried_on', 'Carried On'), ('says_not_safe', 'Says Not Safe'), ('called_for_help', 'Called For Help'), ('help_came', 'Help Came'), ('code_word', 'Code Word')], max_length=20),
        ),
    ]
