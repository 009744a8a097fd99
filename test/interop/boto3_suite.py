# The engine through boto3: every service's main operations, with boto3's own paginators, waiters and error classes.
# It takes its endpoint, region and keys from the environment alone (AWS_ENDPOINT_URL, AWS_DEFAULT_REGION,
# AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY): without AWS_ENDPOINT_URL it would face AWS, with an account's keys.
# Prints one line for each check, `ok NAME` or `not ok NAME: why`; ends with 1 if any failed.
import io
import json
import os
import sys
import time
import traceback
import uuid
import zipfile

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError

RUN = uuid.uuid4().hex[:8]
SETTINGS = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"})
checks = []


def client(service):
    # Debian's botocore is older than the variable: there it must be said by hand.
    return boto3.client(service, config=SETTINGS, endpoint_url=os.environ.get("AWS_ENDPOINT_URL"))


def check(function):
    checks.append(function)
    return function


def equal(found, expected):
    if found != expected:
        raise AssertionError(f"expected {expected!r}, found {found!r}")


def refused(code, call, **arguments):
    """The error's code, and that it is the class which boto3 made for it where the model has one."""
    try:
        call(**arguments)
    except ClientError as error:
        equal(error.response["Error"]["Code"], code)
        if not error.response["ResponseMetadata"].get("RequestId"):
            raise AssertionError("the error has no request id")
        return error
    raise AssertionError(f"expected {code}, but it was answered")


def trust(service):
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def make_role(name, service):
    return client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust(service))["Role"]["Arn"]


@check
def sts_identity():
    identity = client("sts").get_caller_identity()
    equal(len(identity["Account"]), 12)


@check
def iam_roles():
    iam = client("iam")
    name = f"boto3-{RUN}"
    make_role(name, "scheduler.amazonaws.com")
    iam.get_waiter("role_exists").wait(RoleName=name)
    equal(iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]["Version"], "2012-10-17")
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}
    iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=json.dumps(policy))
    equal(iam.get_role_policy(RoleName=name, PolicyName="inline")["PolicyDocument"], policy)
    names = [role["RoleName"] for page in iam.get_paginator("list_roles").paginate() for role in page["Roles"]]
    if name not in names:
        raise AssertionError(f"{name} is not listed")
    error = refused("DeleteConflict", iam.delete_role, RoleName=name)
    if not isinstance(error, iam.exceptions.DeleteConflictException):
        raise AssertionError("it is not boto3's class")
    iam.delete_role_policy(RoleName=name, PolicyName="inline")
    iam.delete_role(RoleName=name)
    refused("NoSuchEntity", iam.get_role, RoleName=name)


@check
def sqs_messages():
    sqs = client("sqs")
    url = sqs.create_queue(QueueName=f"boto3-{RUN}", Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
    attributes = {
        "text": {"DataType": "String", "StringValue": "né 🏮"},
        "number": {"DataType": "Number", "StringValue": "1.5"},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    sent = sqs.send_message(QueueUrl=url, MessageBody="first", MessageAttributes=attributes)
    received = sqs.receive_message(
        QueueUrl=url, AttributeNames=["All"], MessageAttributeNames=["All"], WaitTimeSeconds=1
    )["Messages"][0]
    equal(received["MessageId"], sent["MessageId"])
    equal(received["MessageAttributes"], attributes)
    equal(received["MD5OfMessageAttributes"], sent["MD5OfMessageAttributes"])
    equal(received["Attributes"]["ApproximateReceiveCount"], "1")
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=received["ReceiptHandle"], VisibilityTimeout=0)
    again = sqs.receive_message(QueueUrl=url, AttributeNames=["All"])["Messages"][0]
    equal(again["Attributes"]["ApproximateReceiveCount"], "2")
    sqs.delete_message(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])
    batch = sqs.send_message_batch(
        QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "a"}, {"Id": "b", "MessageBody": "b", "DelaySeconds": 901}]
    )
    equal([entry["Id"] for entry in batch["Successful"]], ["a"])
    equal([entry["Id"] for entry in batch["Failed"]], ["b"])
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    equal(counts["ApproximateNumberOfMessages"], "1")
    listed = [page.get("QueueUrls", []) for page in sqs.get_paginator("list_queues").paginate(QueueNamePrefix="boto3-")]
    equal(url in sum(listed, []), True)
    sqs.delete_queue(QueueUrl=url)
    error = refused("AWS.SimpleQueueService.NonExistentQueue", sqs.get_queue_url, QueueName=f"boto3-{RUN}")
    if not isinstance(error, sqs.exceptions.QueueDoesNotExist):
        raise AssertionError("it is not boto3's class")


@check
def sqs_redrive():
    sqs = client("sqs")
    dead = sqs.create_queue(QueueName=f"boto3-dead-{RUN}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})
    live = sqs.create_queue(QueueName=f"boto3-live-{RUN}", Attributes={"RedrivePolicy": policy})["QueueUrl"]
    equal(sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"], [live])
    sqs.send_message(QueueUrl=live, MessageBody="poison")
    sqs.receive_message(QueueUrl=live, VisibilityTimeout=0)
    equal("Messages" in sqs.receive_message(QueueUrl=live), False)
    equal(sqs.receive_message(QueueUrl=dead, VisibilityTimeout=0)["Messages"][0]["Body"], "poison")
    if not hasattr(sqs, "start_message_move_task"):
        return
    live_arn = sqs.get_queue_attributes(QueueUrl=live, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    refused("InvalidParameterValue", sqs.start_message_move_task, SourceArn=live_arn)
    sqs.start_message_move_task(SourceArn=arn)
    for _ in range(50):
        if sqs.list_message_move_tasks(SourceArn=arn)["Results"][0]["Status"] == "COMPLETED":
            break
        time.sleep(0.1)
    equal(sqs.receive_message(QueueUrl=live)["Messages"][0]["Body"], "poison")


@check
def sqs_fifo():
    sqs = client("sqs")
    attributes = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    url = sqs.create_queue(QueueName=f"boto3-{RUN}.fifo", Attributes=attributes)["QueueUrl"]
    for body in ["a1", "b1", "a2", "a1"]:
        sent = sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=body[0])
        equal(len(sent["SequenceNumber"]), 20)
    got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"])["Messages"]
    equal([(one["Body"], one["Attributes"]["MessageGroupId"]) for one in got], [("a1", "a"), ("a2", "a"), ("b1", "b")])
    refused("MissingParameter", sqs.send_message, QueueUrl=url, MessageBody="x")
    sqs.delete_queue(QueueUrl=url)


@check
def dynamodb_items():
    resource = boto3.resource("dynamodb", config=SETTINGS, endpoint_url=os.environ.get("AWS_ENDPOINT_URL"))
    table = resource.create_table(
        TableName=f"boto3-{RUN}",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "N"},
        ],
    )
    table.wait_until_exists()
    with table.batch_writer() as batch:
        for number in range(60):
            batch.put_item(Item={"pk": "p", "sk": number, "deep": {"list": [number, "x"], "none": None}})
    paginator = table.meta.client.get_paginator("query")
    pages = list(
        paginator.paginate(
            TableName=table.name,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": "p"},
            PaginationConfig={"PageSize": 25},
        )
    )
    equal([page["Count"] for page in pages], [25, 25, 10])
    condition = "attribute_not_exists(pk)"
    dynamodb = client("dynamodb")
    error = refused(
        "ConditionalCheckFailedException",
        dynamodb.put_item,
        TableName=table.name,
        Item={"pk": {"S": "p"}, "sk": {"N": "1"}},
        ConditionExpression=condition,
    )
    equal(isinstance(error, dynamodb.exceptions.ConditionalCheckFailedException), True)
    put = {"TableName": table.name, "Item": {"pk": {"S": "p"}, "sk": {"N": "1"}}, "ConditionExpression": condition}
    cancelled = refused("TransactionCanceledException", dynamodb.transact_write_items, TransactItems=[{"Put": put}])
    equal([reason["Code"] for reason in cancelled.response["CancellationReasons"]], ["ConditionalCheckFailed"])
    table.delete()
    table.wait_until_not_exists()
    refused("ResourceNotFoundException", dynamodb.describe_table, TableName=table.name)


@check
def s3_objects():
    s3 = client("s3")
    bucket = f"boto3-{RUN}"
    s3.create_bucket(Bucket=bucket)
    s3.get_waiter("bucket_exists").wait(Bucket=bucket)
    body = os.urandom(70_000)
    s3.upload_fileobj(io.BytesIO(body), bucket, "folder/é b+c.bin", ExtraArgs={"Metadata": {"made": "here"}})
    s3.get_waiter("object_exists").wait(Bucket=bucket, Key="folder/é b+c.bin")
    found = s3.get_object(Bucket=bucket, Key="folder/é b+c.bin")
    equal(found["Body"].read() == body, True)
    equal(found["Metadata"], {"made": "here"})
    big = os.urandom(9_000_000)
    s3.upload_fileobj(io.BytesIO(big), bucket, "big")
    equal(s3.get_object(Bucket=bucket, Key="big")["Body"].read() == big, True)
    for number in range(5):
        s3.put_object(Bucket=bucket, Key=f"many/{number}", Body=b"x")
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=bucket, Prefix="many/", PaginationConfig={"PageSize": 2}
    )
    equal([len(page["Contents"]) for page in pages], [2, 2, 1])
    error = refused("NoSuchKey", s3.get_object, Bucket=bucket, Key="none")
    equal(isinstance(error, s3.exceptions.NoSuchKey), True)
    refused("BucketNotEmpty", s3.delete_bucket, Bucket=bucket)


@check
def logs_events():
    logs = client("logs")
    group = f"/boto3/{RUN}"
    logs.create_log_group(logGroupName=group)
    refused("ResourceAlreadyExistsException", logs.create_log_group, logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="one")
    now = int(time.time() * 1000)
    events = [{"timestamp": now - 1000 + n, "message": f"line {n} {'ERROR' if n % 10 == 0 else 'fine'}"} for n in range(40)]
    logs.put_log_events(logGroupName=group, logStreamName="one", logEvents=events)
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group, filterPattern="ERROR", PaginationConfig={"PageSize": 3}
    )
    equal(sum(len(page["events"]) for page in pages), 4)
    got = logs.get_log_events(logGroupName=group, logStreamName="one", startFromHead=True)
    equal([event["message"] for event in got["events"]], [event["message"] for event in events])
    logs.delete_log_group(logGroupName=group)
    refused("ResourceNotFoundException", logs.describe_log_streams, logGroupName=group)


@check
def logs_live_tail():
    settings = Config(inject_host_prefix=False)
    logs = boto3.client("logs", config=settings, endpoint_url=os.environ.get("AWS_ENDPOINT_URL"))
    if not hasattr(logs, "start_live_tail"):
        return
    group = f"/boto3/tail-{RUN}"
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="one")
    arn = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["logGroupArn"]
    stream = logs.start_live_tail(logGroupIdentifiers=[arn])["responseStream"]
    told = iter(stream)
    equal(next(told)["sessionStart"]["logGroupIdentifiers"], [arn])
    events = [{"timestamp": int(time.time() * 1000), "message": "lit"}]
    logs.put_log_events(logGroupName=group, logStreamName="one", logEvents=events)
    equal([event["message"] for event in next(told)["sessionUpdate"]["sessionResults"]], ["lit"])
    stream.close()
    logs.delete_log_group(logGroupName=group)


@check
def events_to_a_queue():
    events = client("events")
    sqs = client("sqs")
    url = sqs.create_queue(QueueName=f"boto3-rule-{RUN}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = {"source": [f"boto3.{RUN}"], "detail": {"size": [{"numeric": [">", 10]}]}}
    rule = events.put_rule(Name=f"boto3-{RUN}", EventPattern=json.dumps(pattern))["RuleArn"]
    allow = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": arn,
                "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
            }
        ],
    }
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(allow)})
    equal(events.put_targets(Rule=f"boto3-{RUN}", Targets=[{"Id": "1", "Arn": arn}])["FailedEntryCount"], 0)
    entry = {"Source": f"boto3.{RUN}", "DetailType": "order"}
    sent = events.put_events(
        Entries=[{**entry, "Detail": '{"size": 5}'}, {**entry, "Detail": '{"size": 50}'}, {**entry, "Detail": "no JSON"}]
    )
    equal(sent["FailedEntryCount"], 1)
    got = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5, MaxNumberOfMessages=10)["Messages"]
    equal([json.loads(message["Body"])["detail"] for message in got], [{"size": 50}])
    refused("ResourceNotFoundException", events.describe_rule, Name="none")


@check
def scheduler_schedules():
    scheduler = client("scheduler")
    role = make_role(f"boto3-scheduler-{RUN}", "scheduler.amazonaws.com")
    group = f"boto3-{RUN}"
    scheduler.create_schedule_group(Name=group)
    target = {"Arn": "arn:aws:lambda:us-east-1:000000000000:function:none", "RoleArn": role}
    document = {"GroupName": group, "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": target}
    for number in range(5):
        scheduler.create_schedule(Name=f"s{number}", ScheduleExpression="cron(0 6 * * ? *)", **document)
    pages = scheduler.get_paginator("list_schedules").paginate(GroupName=group, PaginationConfig={"PageSize": 2})
    equal([len(page["Schedules"]) for page in pages], [2, 2, 1])
    scheduler.update_schedule(Name="s0", ScheduleExpression="rate(1 day)", State="DISABLED", **document)
    equal(scheduler.get_schedule(Name="s0", GroupName=group)["State"], "DISABLED")
    error = refused(
        "ConflictException", scheduler.create_schedule, Name="s1", ScheduleExpression="rate(1 day)", **document
    )
    equal(error.response["ResponseMetadata"]["HTTPStatusCode"], 409)
    refused("ValidationException", scheduler.create_schedule, Name="x", ScheduleExpression="banana", **document)
    scheduler.delete_schedule(Name="s0", GroupName=group)
    refused("ResourceNotFoundException", scheduler.get_schedule, Name="s0", GroupName=group)


@check
def lambda_functions():
    functions = client("lambda")
    role = make_role(f"boto3-function-{RUN}", "lambda.amazonaws.com")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.mjs", "export const handler = async (event) => ({ echo: event });")
    name = f"boto3-{RUN}"
    # Debian's botocore knows no newer runtime, but does not check the name.
    functions.create_function(
        FunctionName=name, Runtime="nodejs24.x", Handler="index.handler", Role=role, Code={"ZipFile": packed.getvalue()}
    )
    functions.get_waiter("function_active").wait(FunctionName=name)
    answer = functions.invoke(FunctionName=name, Payload=json.dumps({"lamp": "lit"}))
    equal(json.loads(answer["Payload"].read()), {"echo": {"lamp": "lit"}})
    refused("ResourceConflictException", functions.create_function, FunctionName=name, Runtime="nodejs24.x",
            Handler="index.handler", Role=role, Code={"ZipFile": packed.getvalue()})
    functions.delete_function(FunctionName=name)
    refused("ResourceNotFoundException", functions.get_function, FunctionName=name)


failed = 0
print(f"# boto3 {boto3.__version__}, botocore {botocore.__version__}, Python {sys.version.split()[0]}")
for function in checks:
    try:
        function()
        print(f"ok {function.__name__}", flush=True)
    except Exception as error:
        failed += 1
        place = traceback.extract_tb(error.__traceback__)
        line = next(frame.lineno for frame in reversed(place) if frame.filename == __file__)
        print(f"not ok {function.__name__}: line {line}: {error!r}", flush=True)
sys.exit(1 if failed else 0)
