// The engine through the AWS SDK for Go v2. Endpoint, region and keys come from the environment alone
// (AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY): without AWS_ENDPOINT_URL it would face AWS.
// Prints one line for each check, `ok NAME` or `not ok NAME: why`; ends with 1 if any failed.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/scheduler"
	schedule "github.com/aws/aws-sdk-go-v2/service/scheduler/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	queue "github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

var (
	ctx = context.Background()
	run = fmt.Sprintf("go-%x", time.Now().UnixNano())
)

const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"scheduler.amazonaws.com"},"Action":"sts:AssumeRole"}]}`

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func equal[T comparable](found, expected T) {
	if found != expected {
		panic(fmt.Errorf("expected %v, found %v", expected, found))
	}
}

// refused demands the SDK's own type for the error.
func refused[E error](err error) E {
	var wanted E
	if !errors.As(err, &wanted) {
		panic(fmt.Errorf("expected %T, found %v", wanted, err))
	}
	return wanted
}

func sqsMessages(settings aws.Config) {
	client := sqs.NewFromConfig(settings)
	url := must(client.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: &run})).QueueUrl
	attributes := map[string]queue.MessageAttributeValue{
		"text":  {DataType: aws.String("String"), StringValue: aws.String("né 🏮")},
		"bytes": {DataType: aws.String("Binary"), BinaryValue: []byte{0, 255}},
	}
	// The SDK itself checks the digests of body and attributes.
	must(client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: url, MessageBody: aws.String("lit"), MessageAttributes: attributes}))
	received := must(client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: url, MessageAttributeNames: []string{"All"}, WaitTimeSeconds: 1}))
	equal(len(received.Messages), 1)
	equal(*received.Messages[0].Body, "lit")
	equal(*received.Messages[0].MessageAttributes["text"].StringValue, "né 🏮")
	must(client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: url, ReceiptHandle: received.Messages[0].ReceiptHandle}))
	must(client.DeleteQueue(ctx, &sqs.DeleteQueueInput{QueueUrl: url}))
	_, err := client.GetQueueUrl(ctx, &sqs.GetQueueUrlInput{QueueName: &run})
	refused[*queue.QueueDoesNotExist](err)
}

func dynamodbItems(settings aws.Config) {
	client := dynamodb.NewFromConfig(settings)
	must(client.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName:            &run,
		BillingMode:          ddb.BillingModePayPerRequest,
		KeySchema:            []ddb.KeySchemaElement{{AttributeName: aws.String("pk"), KeyType: ddb.KeyTypeHash}, {AttributeName: aws.String("sk"), KeyType: ddb.KeyTypeRange}},
		AttributeDefinitions: []ddb.AttributeDefinition{{AttributeName: aws.String("pk"), AttributeType: "S"}, {AttributeName: aws.String("sk"), AttributeType: "N"}},
	}))
	wait := dynamodb.NewTableExistsWaiter(client)
	must(0, wait.Wait(ctx, &dynamodb.DescribeTableInput{TableName: &run}, time.Minute))
	item := func(n int) map[string]ddb.AttributeValue {
		return map[string]ddb.AttributeValue{"pk": &ddb.AttributeValueMemberS{Value: "p"}, "sk": &ddb.AttributeValueMemberN{Value: fmt.Sprint(n)}}
	}
	for n := range 7 {
		must(client.PutItem(ctx, &dynamodb.PutItemInput{TableName: &run, Item: item(n)}))
	}
	pages := dynamodb.NewQueryPaginator(client, &dynamodb.QueryInput{
		TableName: &run, Limit: aws.Int32(3), KeyConditionExpression: aws.String("pk = :p"),
		ExpressionAttributeValues: map[string]ddb.AttributeValue{":p": &ddb.AttributeValueMemberS{Value: "p"}},
	})
	found := 0
	for pages.HasMorePages() {
		found += int(must(pages.NextPage(ctx)).Count)
	}
	equal(found, 7)
	condition := aws.String("attribute_not_exists(pk)")
	_, err := client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &run, Item: item(1), ConditionExpression: condition,
		ReturnValuesOnConditionCheckFailure: ddb.ReturnValuesOnConditionCheckFailureAllOld,
	})
	equal(len(refused[*ddb.ConditionalCheckFailedException](err).Item), 2)
	put := ddb.TransactWriteItem{Put: &ddb.Put{TableName: &run, Item: item(1), ConditionExpression: condition}}
	_, err = client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: []ddb.TransactWriteItem{put}})
	equal(*refused[*ddb.TransactionCanceledException](err).CancellationReasons[0].Code, "ConditionalCheckFailed")
}

func s3Objects(settings aws.Config) {
	client := s3.NewFromConfig(settings, func(options *s3.Options) { options.UsePathStyle = true })
	must(client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &run}))
	body := bytes.Repeat([]byte("lamp "), 40_000)
	must(client.PutObject(ctx, &s3.PutObjectInput{Bucket: &run, Key: aws.String("a/é b"), Body: bytes.NewReader(body)}))
	object := must(client.GetObject(ctx, &s3.GetObjectInput{Bucket: &run, Key: aws.String("a/é b")}))
	equal(bytes.Equal(must(io.ReadAll(object.Body)), body), true)
	listed := must(client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &run, Delimiter: aws.String("/")}))
	equal(*listed.CommonPrefixes[0].Prefix, "a/")
}

func schedulerSchedules(settings aws.Config) {
	role := must(iam.NewFromConfig(settings).CreateRole(ctx, &iam.CreateRoleInput{RoleName: &run, AssumeRolePolicyDocument: aws.String(trust)})).Role.Arn
	client := scheduler.NewFromConfig(settings)
	must(client.CreateScheduleGroup(ctx, &scheduler.CreateScheduleGroupInput{Name: &run}))
	create := func(name string) error {
		_, err := client.CreateSchedule(ctx, &scheduler.CreateScheduleInput{
			Name: &name, GroupName: &run, ScheduleExpression: aws.String("cron(0 6 * * ? *)"),
			FlexibleTimeWindow: &schedule.FlexibleTimeWindow{Mode: schedule.FlexibleTimeWindowModeOff},
			Target:             &schedule.Target{Arn: aws.String("arn:aws:lambda:us-east-1:000000000000:function:none"), RoleArn: role},
		})
		return err
	}
	for n := range 5 {
		must(0, create(fmt.Sprintf("s%d", n)))
	}
	refused[*schedule.ConflictException](create("s1"))
	pages := scheduler.NewListSchedulesPaginator(client, &scheduler.ListSchedulesInput{GroupName: &run, MaxResults: aws.Int32(2)})
	found := 0
	for pages.HasMorePages() {
		found += len(must(pages.NextPage(ctx)).Schedules)
	}
	equal(found, 5)
	must(client.DeleteSchedule(ctx, &scheduler.DeleteScheduleInput{Name: aws.String("s1"), GroupName: &run}))
	_, err := client.GetSchedule(ctx, &scheduler.GetScheduleInput{Name: aws.String("s1"), GroupName: &run})
	refused[*schedule.ResourceNotFoundException](err)
}

func check(name string, settings aws.Config, body func(aws.Config)) (passed bool) {
	defer func() {
		if failure := recover(); failure != nil {
			fmt.Printf("not ok %s: %v\n", name, failure)
		} else {
			fmt.Printf("ok %s\n", name)
			passed = true
		}
	}()
	body(settings)
	return
}

func main() {
	settings := must(config.LoadDefaultConfig(ctx, config.WithRetryMaxAttempts(1)))
	failed := 0
	for _, one := range []struct {
		name string
		body func(aws.Config)
	}{{"sqs", sqsMessages}, {"dynamodb", dynamodbItems}, {"s3", s3Objects}, {"scheduler", schedulerSchedules}} {
		if !check(one.name, settings, one.body) {
			failed++
		}
	}
	if failed > 0 {
		os.Exit(1)
	}
}
